package dev.runmark.storage.failure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A store cannot be reached, is too slow, has no connection to spare or refuses to answer. Asking
 * later may help; nothing is known of what was asked for.
 */
public final class StoreAwayException extends ReadException {
  private static final long serialVersionUID = 1L;

  /** Which one. */
  public enum Store {
    /** PostgreSQL. */
    INDEX,
    /** S3. */
    OBJECTS
  }

  private final Store store;
  private final Duration waited;

  /**
   * @param waited how long it was tried
   */
  public StoreAwayException(
      Store store, Duration waited, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.store = store;
    this.waited = waited;
  }

  public Store store() {
    return store;
  }

  public Duration waited() {
    return waited;
  }
}
