package dev.runmark.proof.chaos;

import dev.runmark.quickstart.generate.UncommittedLoad;
import java.time.Duration;
import java.util.List;

/** Producers whose transactions do not commit: what they sent must never be seen by anybody. */
final class TransactionBlows {

  private static final int RUNS = 200;
  private static final Duration LONG = Duration.ofMinutes(5);

  /** The broker looks for transactions that are over time each ten seconds. */
  private static final Duration SHORT = Duration.ofSeconds(3);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private TransactionBlows() {}

  static List<Variant> variants() {
    return List.of(
        new Variant(FaultKind.KAFKA_TRANSACTION, "aborted", t -> aborted(t, 0, 0)),
        new Variant(FaultKind.KAFKA_TRANSACTION, "open and then aborted", t -> aborted(t, 4, 12)),
        new Variant(FaultKind.KAFKA_TRANSACTION, "left open", TransactionBlows::leftOpen));
  }

  private static boolean aborted(Theatre theatre, int least, int most) throws Exception {
    try (UncommittedLoad load = UncommittedLoad.send(theatre.unlisted(RUNS), LONG)) {
      boolean held = theatre.scene().consumed().heldBack();
      theatre.pause(least, most);
      load.abort();
      theatre.say("       " + load.records() + " records aborted");
      return held && load.records() > 0;
    }
  }

  /** By a producer that is gone; then the broker aborts it. */
  private static boolean leftOpen(Theatre theatre) throws Exception {
    try (UncommittedLoad load = UncommittedLoad.send(theatre.unlisted(RUNS), SHORT)) {
      theatre.say("       " + load.records() + " records left open");
    }
    return theatre.scene().consumed().heldBack()
        && Theatre.soon(PATIENCE, () -> !theatre.scene().consumed().heldBack());
  }
}
