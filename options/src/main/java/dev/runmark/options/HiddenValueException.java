package dev.runmark.options;

/** A refused value that must not be quoted, since it may hold a secret. */
final class HiddenValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  HiddenValueException(String message) {
    super(message);
  }
}
