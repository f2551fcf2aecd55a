package dev.runmark.proof.chaos;

import dev.runmark.quickstart.stage.Ledger;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How long it takes from a kill until offset rows move again: until a part is in the ledger that
 * was opened after the kill. Parts that were sealed before and are committed by the restore do not
 * count, since nothing new is visible through them.
 */
final class Recovery {

  static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 100;

  private final Ledger ledger;
  private final List<Duration> taken = new ArrayList<>();

  Recovery(Ledger ledger) {
    this.ledger = ledger;
  }

  /**
   * Waits for it.
   *
   * @return how long it took
   * @throws IllegalStateException when it took longer than {@link #LIMIT}
   */
  Duration await(Instant since) throws InterruptedException {
    String last = "";
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < LIMIT.toNanos()) {
      try {
        if (ledger.newestOpened().isAfter(since)) {
          return Duration.between(since, Instant.now());
        }
      } catch (IOException | SQLException e) {
        // PostgreSQL may be away for a moment, too.
        last = ": " + e.getMessage();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    throw new IllegalStateException("no new part committed within " + LIMIT + last);
  }

  /** Counts one that is reported. */
  void count(Duration one) {
    taken.add(one);
  }

  List<Duration> taken() {
    return List.copyOf(taken);
  }

  Duration worst() {
    return taken.isEmpty() ? Duration.ZERO : Collections.max(taken);
  }
}
