package dev.runmark.job.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.job.record.RawRecord;
import dev.runmark.job.record.RejectedRecord;
import dev.runmark.job.record.RunEvent;
import dev.runmark.job.record.types.RecordTypes;
import java.nio.charset.StandardCharsets;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

class DecodeFunctionTest {

  private static final String RUN = "{\"id\":\"0190a0b0-0000-7000-8000-00000000000a\"}";

  @Test
  @SuppressWarnings("try") // the harness declares close() to throw anything
  void eventsGoOnAndDeadLettersGoAside() throws Exception {
    DecodeFunction decode = new DecodeFunction(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    try (OneInputStreamOperatorTestHarness<RawRecord, RunEvent> harness =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(decode))) {
      harness.open();
      for (String value : new String[] {RUN, "[" + RUN + ",7]", "poison"}) {
        harness.processElement(
            new StreamRecord<>(Decoded.record(value.getBytes(StandardCharsets.UTF_8))));
      }
      harness.processElement(new StreamRecord<>(Decoded.record(null)));

      assertThat(harness.extractOutputValues()).extracting(Decoded::text).containsExactly(RUN, RUN);
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
            .fromData(RecordTypes.RAW_RECORD, Decoded.record(null))
            .process(new DecodeFunction(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT));
    decoded.print();
    OutputTag<RejectedRecord> rejected = DecodeFunction.REJECTED;
    decoded.getSideOutput(rejected).print();
    assertThat(decoded.getType()).isEqualTo(RecordTypes.RUN_EVENT);
    assertThat(environment.getStreamGraph().getJobGraph().getVertices()).isNotEmpty();
  }

  @Test
  void whatHappensIsCounted() {
    CountedGroup group = new CountedGroup();
    DecodeMetrics metrics = new DecodeMetrics(group);
    Decoded decoded = Decoded.of("[" + RUN + ",7]");
    metrics.event(decoded.events.get(0));
    metrics.rejected(decoded.rejected.get(0));
    metrics.tombstone();
    assertThat(group.count("events")).isEqualTo(1);
    assertThat(group.count("bytes")).isEqualTo(RUN.length());
    assertThat(group.count("tombstones")).isEqualTo(1);
    assertThat(group.count("reason.not_a_run.rejected")).isEqualTo(1);
    assertThat(group.count("reason.not_json.rejected")).isZero();
  }
}
