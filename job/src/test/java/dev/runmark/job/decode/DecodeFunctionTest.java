package dev.runmark.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // the harness declares close() to throw anything
class DecodeFunctionTest {

  private static final SourcePartition SOURCE =
      new SourcePartition(UUID.fromString("a1b2c3d4-0000-4000-8000-000000000001"), "runs", 3);
  private static final String RUN = "{\"id\":\"0190a0b0-0000-7000-8000-00000000000a\"}";

  @Test
  void eventsGoOnAndDeadLettersGoAside() throws Exception {
    try (OneInputStreamOperatorTestHarness<RawRecord, RunEvent> harness = decoded()) {
      assertThat(harness.extractOutputValues())
          .extracting(DecodeFunctionTest::text)
          .containsExactly(RUN, RUN);
      assertThat(harness.getSideOutput(DecodeFunction.REJECTED))
          .extracting(element -> element.getValue().index())
          .containsExactly(1, -1);
    }
  }

  @Test
  void theGraphNeedsNoGenericType() {
    Configuration strict = new Configuration().set(PipelineOptions.GENERIC_TYPES, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(strict);
    var decoded =
        environment
            .fromData(RecordTypes.RAW_RECORD, record(null))
            .process(new DecodeFunction(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT));
    decoded.print();
    OutputTag<RejectedRecord> rejected = DecodeFunction.REJECTED;
    decoded.getSideOutput(rejected).print();
    assertThat(decoded.getType()).isEqualTo(RecordTypes.RUN_EVENT);
    assertThat(environment.getStreamGraph().getJobGraph().getVertices()).isNotEmpty();
  }

  @Test
  void whatHappensIsCounted() throws Exception {
    CountedGroup group = new CountedGroup();
    DecodeMetrics metrics = new DecodeMetrics(group);
    try (OneInputStreamOperatorTestHarness<RawRecord, RunEvent> harness = decoded()) {
      harness.extractOutputValues().forEach(metrics::event);
      harness.getSideOutput(DecodeFunction.REJECTED).forEach(e -> metrics.rejected(e.getValue()));
    }
    metrics.tombstone();
    assertThat(group.count("events")).isEqualTo(2);
    assertThat(group.count("bytes")).isEqualTo(2L * RUN.length());
    assertThat(group.count("tombstones")).isEqualTo(1);
    assertThat(group.count("reason.not_a_run.rejected")).isEqualTo(1);
    assertThat(group.count("reason.not_json.rejected")).isEqualTo(1);
    assertThat(group.count("reason.no_trace.rejected")).isZero();
  }

  /** A run, a run beside what is none, no JSON, and a tombstone. */
  private static OneInputStreamOperatorTestHarness<RawRecord, RunEvent> decoded() throws Exception {
    DecodeFunction decode = new DecodeFunction(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    OneInputStreamOperatorTestHarness<RawRecord, RunEvent> harness =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(decode));
    harness.open();
    for (String value : new String[] {RUN, "[" + RUN + ",7]", "poison"}) {
      harness.processElement(new StreamRecord<>(record(value.getBytes(StandardCharsets.UTF_8))));
    }
    harness.processElement(new StreamRecord<>(record(null)));
    return harness;
  }

  private static RawRecord record(byte @Nullable [] value) {
    return new RawRecord(SOURCE, 41, Instant.EPOCH, null, value, List.of());
  }

  private static String text(RunEvent event) {
    RunLine line = event.line();
    return new String(line.bytes(), line.offset(), line.length(), StandardCharsets.UTF_8);
  }
}
