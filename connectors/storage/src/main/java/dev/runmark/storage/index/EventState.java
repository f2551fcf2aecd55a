package dev.runmark.storage.index;

/** What the index knows of an event. */
public enum EventState {

  /** Nothing: it was never committed, or its row is lost. */
  MISSING,

  /** A line covers it, or its run was deleted for good. */
  STORED,

  /**
   * It was rejected when it was read, itself or its whole record. A line may cover it all the same.
   */
  REJECTED,

  /** It was rejected and sent again: its second try is another record. */
  REDRIVEN
}
