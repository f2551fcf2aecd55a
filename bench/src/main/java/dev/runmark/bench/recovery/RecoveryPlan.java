package dev.runmark.bench.recovery;

import java.util.List;

/**
 * What to measure.
 *
 * @param heartbeats each with a cluster of its own
 * @param kills of a TaskManager, one after the other
 * @param kilobytes about how many a run has (1 KB = 1000 bytes)
 * @param rate runs a second, all the while
 * @param checkpoint seconds between two
 */
public record RecoveryPlan(
    List<Heartbeat> heartbeats, int kills, int kilobytes, double rate, int checkpoint) {

  public RecoveryPlan {
    heartbeats = List.copyOf(heartbeats);
    if (heartbeats.isEmpty() || kills < 1) {
      throw new IllegalArgumentException(kills + " kills: wanted at least one");
    }
    if (kilobytes < 1 || kilobytes > 1000 || rate <= 0 || checkpoint < 1) {
      throw new IllegalArgumentException(
          "%s runs of %d KB a second, a checkpoint every %d s: wanted more, and 1 to 1000 KB"
              .formatted(rate, kilobytes, checkpoint));
    }
  }
}
