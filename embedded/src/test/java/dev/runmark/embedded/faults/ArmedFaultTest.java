package dev.runmark.embedded.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArmedFaultTest {

  private final ArmedFault armed = new ArmedFault();

  @Test
  void nothingHappensUntilArmed() {
    assertThat(armed.take("COMMIT")).isNull();
    assertThat(armed.fired()).isFalse();
  }

  @Test
  void strikesOnceAtTheNthMatch() {
    armed.arm(Fault.at(Effect.CUT_AT, "insert").nth(2));
    assertThat(armed.take("INSERT INTO a VALUES (1)")).isNull();
    assertThat(armed.take("SELECT 1")).isNull();
    assertThat(armed.take("INSERT INTO a VALUES (2)")).isEqualTo(Effect.CUT_AT);
    assertThat(armed.take("INSERT INTO a VALUES (3)")).isNull();
  }

  @Test
  void commitIsTheStatementNotAWordInOne() {
    armed.arm(Fault.CUT_BEFORE_COMMIT);
    assertThat(armed.take("INSERT INTO commit VALUES ('COMMIT')")).isNull();
    assertThat(armed.take("SET synchronous_commit = on")).isNull();
    assertThat(armed.take("COMMITTED")).isNull();
    assertThat(armed.take(" commit;")).isEqualTo(Effect.CUT_BEFORE);
  }

  @Test
  void armingAgainForgetsWhatFired() {
    armed.arm(Fault.CUT_AT_COMMIT);
    armed.take("COMMIT");
    armed.fire();
    assertThat(armed.fired()).isTrue();
    armed.arm(Fault.CUT_AT_COMMIT);
    assertThat(armed.fired()).isFalse();
    armed.disarm();
    assertThat(armed.take("COMMIT")).isNull();
  }

  @Test
  void thereIsNoZerothOccurrence() {
    assertThatThrownBy(() -> Fault.CUT_AT_COMMIT.nth(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("occurrence 0");
  }
}
