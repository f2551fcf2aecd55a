package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that do not hold what was sent, or not once, are found, under their id and no other. */
class EventAuditIT extends CorruptedState {

  private void sentInsteadIn(List<List<Long>> offsets) throws IOException {
    forgetTheLedger();
    state.writeLedger(ledger, offsets);
  }

  private void forgetTheLedger() throws IOException {
    try (Stream<Path> files = Files.list(ledger)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void asManyLinesButOfTheWrongRuns() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(1, List.of(1L));
    offsets.set(2, List.of(2L, 100L));
    sentInsteadIn(offsets);
    assertLedgerFinds(Invariant.A2);
    assertThat(check().findings().get(Invariant.A2).violations()).isEqualTo(2);
  }

  @Test
  void lineOfAnotherEvent() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(5, List.of(6L));
    sentInsteadIn(offsets);
    assertLedgerFinds(Invariant.A2);
  }

  @Test
  void narrowedInterval() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET lo = hi" + where(HandMadeState.FOLDED));
    // The rows object has no line of that interval either.
    assertFinds(Invariant.A2, Invariant.C3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 200})
  void eventInNoLine(long offset) throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(3, List.of(3L, offset));
    sentInsteadIn(offsets);
    assertLedgerFinds(Invariant.A2);
    assertThat(check().findings().get(Invariant.A2).examples())
        .containsExactly(
            "run %s: in the parts 0 lines hold its event at position %d of partition 0"
                .formatted(HandMadeState.run(3), (offset + 1) * 256));
  }

  @Test
  void lineThatBeginsBehindAnEventOfItsRun() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(HandMadeState.FOLDED, List.of(2L, 6L, 105L));
    sentInsteadIn(offsets);
    assertLedgerFinds(Invariant.A2);
  }

  @Test
  void lineThatBeginsWhereNoEventOfItsRunIs() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(HandMadeState.FOLDED, List.of(7L, 105L));
    sentInsteadIn(offsets);
    assertLedgerFinds(Invariant.A2);
  }

  @Test
  void foldedLineThatLacksAFieldOfThePatch() throws Exception {
    deadLetters();
    forgetTheLedger();
    state.writeLedger(ledger, HandMadeState.offsets(), "another field");
    assertLedgerFinds(Invariant.A1);
  }
}
