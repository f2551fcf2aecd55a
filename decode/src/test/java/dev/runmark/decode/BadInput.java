package dev.runmark.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An input of docs/reference/bad-input.md and what the decoder makes of it.
 *
 * @param row the number of its row there
 * @param limits that it is decoded under
 */
record BadInput(
    String row, String name, byte @Nullable [] value, DecodeLimits limits, Outcome outcome) {

  /** What must come of it. */
  sealed interface Outcome {}

  /** One dead letter: the record for the index -1, else the event. */
  record Dead(int index, RejectionReason reason) implements Outcome {}

  /** Events: operation, which one of its run, line. */
  record Stored(List<String> events) implements Outcome {}

  /** A dead letter for one event, the others stored. */
  record Both(Dead dead, Stored stored) implements Outcome {}

  /** Nothing to store. */
  record Counted() implements Outcome {}

  static BadInput whole(String row, String name, String value, RejectionReason reason) {
    return whole(row, name, bytes(value), reason);
  }

  static BadInput whole(String row, String name, byte[] value, RejectionReason reason) {
    return new BadInput(row, name, value, DecodeLimits.DEFAULT, new Dead(-1, reason));
  }

  static BadInput event(String row, String name, String value, RejectionReason reason) {
    return new BadInput(row, name, bytes(value), DecodeLimits.DEFAULT, new Dead(0, reason));
  }

  static BadInput stored(String row, String name, String value, String... events) {
    return new BadInput(row, name, bytes(value), DecodeLimits.DEFAULT, new Stored(List.of(events)));
  }

  /** A create that is stored byte for byte. */
  static BadInput asItCame(String row, String name, String value) {
    return stored(row, name, value, "create 0 " + value);
  }

  BadInput within(DecodeLimits other) {
    return new BadInput(row, name, value, other, outcome);
  }

  BadInput with(Outcome other) {
    return new BadInput(row, name, value, limits, other);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  void check() {
    Decoded decoded = Decoded.of(Decoded.record(value), limits, TenantPolicy.DEFAULT);
    if (outcome instanceof Dead dead) {
      assertThat(decoded.events).isEmpty();
      check(decoded, dead);
    } else if (outcome instanceof Stored stored) {
      assertThat(decoded.rejected).isEmpty();
      check(decoded, stored);
    } else if (outcome instanceof Both both) {
      check(decoded, both.dead());
      check(decoded, both.stored());
    }
    assertThat(decoded.tombstones).hasSize(outcome instanceof Counted ? 1 : 0);
  }

  private void check(Decoded decoded, Dead dead) {
    assertThat(decoded.rejected).as(decoded.toString()).hasSize(1);
    RejectedRecord rejected = decoded.rejected.get(0);
    assertThat(rejected.reason()).as(rejected.message()).isEqualTo(dead.reason());
    assertThat(rejected.index()).as(rejected.message()).isEqualTo(dead.index());
    assertThat(rejected.message()).hasSizeLessThan(200);
    if (dead.index() < 0) {
      assertThat(rejected.value()).isSameAs(value);
    } else {
      assertThat(new String(Objects.requireNonNull(value), StandardCharsets.UTF_8))
          .contains(new String(rejected.value(), StandardCharsets.UTF_8));
    }
  }

  private static void check(Decoded decoded, Stored stored) {
    assertThat(decoded.events)
        .extracting(
            event ->
                event.operation().word()
                    + " "
                    + event.line().span().hi() % 256
                    + " "
                    + Decoded.text(event))
        .containsExactlyElementsOf(stored.events());
  }

  @Override
  public String toString() {
    return row + " " + name;
  }
}
