package dev.runmark.quickstart.monitor;

/** No answer, and it has been said whether there should have been one. */
final class AwayException extends Exception {
  private static final long serialVersionUID = 1L;

  AwayException(String message) {
    super(message);
  }
}
