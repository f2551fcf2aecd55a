package dev.runmark.quickstart.generate;

import java.util.UUID;

/**
 * One event of a run, as JSON text.
 *
 * @param run whose event it is
 */
record SentEvent(UUID run, Kind kind, String json) {

  /** What a client says about a run. */
  enum Kind {
    CREATE("post"),
    PATCH("patch"),
    COMPLETE("complete");

    private final String operation;

    Kind(String operation) {
      this.operation = operation;
    }

    /** As the envelope spells it. */
    String operation() {
      return operation;
    }
  }

  /** A complete run stands for all of it that came before. */
  boolean complete() {
    return kind == Kind.COMPLETE;
  }
}
