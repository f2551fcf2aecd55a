package dev.runmark.storage.index;

import java.time.Duration;

/**
 * How much of the server the readers of one process may take.
 *
 * @param connections at most, opened when needed
 * @param connectionWait for one of them to be free or opened
 */
public record ReadLimits(int connections, Duration connectionWait) {

  private static final Duration SHORTEST_WAIT = Duration.ofMillis(250);

  public static final ReadLimits DEFAULT = new ReadLimits(8, Duration.ofSeconds(5));

  public ReadLimits {
    if (connections < 1) {
      throw new IllegalArgumentException("read connections " + connections + ": wanted 1 or more");
    }
    if (connectionWait.compareTo(SHORTEST_WAIT) < 0) {
      throw new IllegalArgumentException(
          "connection wait " + connectionWait + ": wanted " + SHORTEST_WAIT + " or more");
    }
  }
}
