package dev.runmark.job.window;

/** Why a window closed; each has a metric of its own. */
enum CloseReason {
  /** The root run had ended, and the grace was over. */
  ENDED("closedEnded"),
  /** Nothing came for too long. */
  GAP("closedGap"),
  /** It had been open for too long. */
  AGE("closedAge"),
  /** The trace has more bytes than a window may hold. */
  SIZE("closedSize"),
  /** The root run had ended, and much was open in the subtask: its grace was cut short. */
  PRESSED("closedPressed"),
  /** All windows of the subtask together had too many bytes, and its root run had not ended. */
  MEMORY("closedMemory"),
  /** It came from a checkpoint, and reading may have gone on behind a gap. */
  RESTORED("closedRestored"),
  /** The input ended, or the job is drained. */
  INPUT("closedInputEnded");

  private final String metric;

  CloseReason(String metric) {
    this.metric = metric;
  }

  String metric() {
    return metric;
  }
}
