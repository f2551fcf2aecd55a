package dev.runmark.storage.failure;

/** A question that has no answer, whatever the stores hold: its asker is to correct it. */
public abstract sealed class InvalidRequestException extends IllegalArgumentException
    permits InvalidQueryException, InvalidCursorException {
  private static final long serialVersionUID = 1L;

  InvalidRequestException(String message) {
    super(message);
  }
}
