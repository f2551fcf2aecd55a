package dev.runmark.storage.tracing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of one work, one after the other and without gaps: each ends where the next begins.
 * Their distances are those of the monotonic clock. One clock reading a step: always kept, whether
 * anybody wants them or not. Used by one thread.
 */
public final class Laps {

  private final List<Lap> laps = new ArrayList<>();
  private final Instant wall = Instant.now();
  private final long start = System.nanoTime();
  private Instant last = wall;

  /** What was done since the lap before, or since the beginning. */
  public void done(String name) {
    Instant now = wall.plusNanos(System.nanoTime() - start);
    laps.add(new Lap(name, last, now));
    last = now;
  }

  /** Those so far, in their order. */
  public List<Lap> all() {
    return List.copyOf(laps);
  }
}
