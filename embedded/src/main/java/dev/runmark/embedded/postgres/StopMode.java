package dev.runmark.embedded.postgres;

/** How a running server is brought down; pg_ctl's words. */
public enum StopMode {
  /** Connections are ended (57P01), a checkpoint is written. */
  FAST("fast"),
  /** As if the process had died: the next start recovers from the write-ahead log. */
  IMMEDIATE("immediate");

  private final String option;

  StopMode(String option) {
    this.option = option;
  }

  String option() {
    return option;
  }
}
