package dev.runmark.proof.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The only clock of a simulation: it stands still until it is told to move. */
final class VirtualClock implements InstantSource {

  private Instant now = Instant.parse("2026-11-20T09:15:00Z");

  void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
