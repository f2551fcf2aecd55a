package dev.runmark.storage.json;

/**
 * Bytes that are not what they should be; the message tells what and where, never the bytes.
 *
 * <p>It has no stack trace: a stream of nothing but poison must not cost more than good input.
 */
public final class MalformedJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of flaw it is. */
  public enum Flaw {
    NOT_UTF8,
    NOT_JSON,
    DUPLICATE_KEY,
    TOO_DEEP,
    TOO_LARGE
  }

  private final Flaw flaw;

  public MalformedJsonException(Flaw flaw, String message) {
    super(message, null, false, false);
    this.flaw = flaw;
  }

  public Flaw flaw() {
    return flaw;
  }
}
