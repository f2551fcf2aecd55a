package dev.runmark.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What decoding one run allocates, the record's own bytes apart. */
class DecodeAllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 20;
  private static final int EVENTS = 200;

  /** Between two runs, however they differ in size. */
  private static final long SLACK = 64;

  /** An event, its line with all listing columns, and the slices on the way. */
  private static final long OF_AN_EVENT = 2_000;

  private int events;

  private final RunDecoder.Output counting =
      new RunDecoder.Output() {
        @Override
        public void event(RunEvent event, int index) {
          events++;
        }

        @Override
        public void rejected(RejectedRecord rejected) {
          throw new AssertionError(rejected.message());
        }

        @Override
        public void tombstone(RawRecord record) {
          throw new AssertionError("tombstone");
        }
      };

  @Test
  void anEventAllocatesTheSameWhateverItsSize() {
    RunDecoder decoder = new RunDecoder(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    RawRecord small = record(1_000);
    RawRecord large = record(100_000);
    long ofSmall = Long.MAX_VALUE;
    long ofLarge = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      ofSmall = Math.min(ofSmall, allocated(decoder, small));
      ofLarge = Math.min(ofLarge, allocated(decoder, large));
    }
    assertThat(events).isEqualTo(2 * ROUNDS * EVENTS);
    assertThat(ofSmall).isBetween(1L, OF_AN_EVENT);
    assertThat(Math.abs(ofLarge - ofSmall))
        .as("1 KB: %d bytes an event, 100 KB: %d", ofSmall, ofLarge)
        .isLessThan(SLACK);
  }

  /** Bytes an event. */
  private long allocated(RunDecoder decoder, RawRecord record) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < EVENTS; i++) {
      decoder.decode(record, counting);
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / EVENTS;
  }

  /** A model's call: messages of text and tool calls, as many as the size wants. */
  private static RawRecord record(int size) {
    StringBuilder run =
        new StringBuilder(
            """
            {"id":"0190a0b0-0000-7000-8000-00000000000a","trace_id":"0190a0b0-0000-7000-8000-0000000000ff",\
            "name":"ChatModel","run_type":"llm","session_name":"support","start_time":"2026-11-20T09:15:00.5",\
            "end_time":"2026-11-20T09:15:01.5","extra":{"metadata":{"ls_provider":"x","revision":[1,2.5,null]}},\
            "inputs":{"messages":[""");
    while (run.length() < size - 300) {
      run.append(
          "{\"role\":\"tool\",\"content\":[{\"type\":\"text\",\"text\":\"Zwölf Boxkämpfer jagen \\\"Viktor\\\" 😀\"}],"
              + "\"args\":{\"q\":\"a\",\"limit\":10,\"deep\":{\"list\":[true,{\"a\":{}}]}}},");
    }
    run.append("{}]}}");
    return Decoded.record(run.toString().getBytes(UTF_8));
  }
}
