package dev.runmark.quickstart.check;

/** How often the job read what was sent, as far as its parts may show it. */
public enum Reading {
  /** From end to end, however often it was restored: an event is in one committed line. */
  ONCE(1),
  /** Also from older savepoints, or replayed: it is in several, of which the index may show one. */
  AGAIN(Byte.MAX_VALUE);

  private final int mostLines;

  Reading(int mostLines) {
    this.mostLines = mostLines;
  }

  /** How many lines of the committed parts may hold an event. */
  int mostLines() {
    return mostLines;
  }
}
