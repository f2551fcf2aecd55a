package dev.runmark.storage.failure;

/** A cursor that this index never gave for this query of this tenant. */
public final class InvalidCursorException extends InvalidRequestException {
  private static final long serialVersionUID = 1L;

  public InvalidCursorException(String why) {
    super("cursor: " + why + "; begin again without it");
  }
}
