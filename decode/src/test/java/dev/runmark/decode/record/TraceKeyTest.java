package dev.runmark.decode.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class TraceKeyTest {

  private static final UUID TRACE = UUID.fromString("0190a0b0-0000-7000-8000-0000000000ff");
  private static final UUID OTHER = UUID.fromString("0190a0b0-0000-7000-8000-0000000000fe");

  @Test
  void isTenantAndTraceAndNothingElse() {
    TraceKey key = new TraceKey("acme", TRACE);

    assertThat(key)
        .isEqualTo(key)
        .isEqualTo(new TraceKey(new String("acme"), UUID.fromString(TRACE.toString())))
        .isNotEqualTo(new TraceKey("other", TRACE))
        .isNotEqualTo(new TraceKey("acme", OTHER))
        .isNotEqualTo(TRACE)
        .isNotEqualTo(null);
  }

  /** In savepoints each key lies with the subtask that this number names. */
  @Test
  void hasTheHashThatSavepointsWereWrittenWith() {
    assertThat(new TraceKey("acme", TRACE).hashCode()).isEqualTo(-2_028_577_195);
  }
}
