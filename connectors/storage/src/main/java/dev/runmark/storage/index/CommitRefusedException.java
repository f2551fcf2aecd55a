package dev.runmark.storage.index;

/** A commit that must not be made, however often it is tried: an operator has to decide. */
public final class CommitRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommitRefusedException(String message) {
    super(message);
  }
}
