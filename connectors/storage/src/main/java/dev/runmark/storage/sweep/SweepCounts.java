package dev.runmark.storage.sweep;

import java.time.Instant;

/** How far a sweep has come. */
final class SweepCounts {

  private final Instant floor;
  private long foreign;
  private long young;
  private long named;
  private long parts;
  private long rows;
  private long bytes;
  private long uploads;

  SweepCounts(Instant floor) {
    this.floor = floor;
  }

  void foreign() {
    foreign++;
  }

  void young() {
    young++;
  }

  void named(int objects) {
    named += objects;
  }

  void removed(boolean ofRows, long length) {
    if (ofRows) {
      rows++;
    } else {
      parts++;
    }
    bytes += length;
  }

  void dropped() {
    uploads++;
  }

  SweepReport report() {
    long listed = foreign + young + named + parts + rows + uploads;
    return new SweepReport(floor, listed, foreign, young, named, parts, rows, bytes, uploads);
  }
}
