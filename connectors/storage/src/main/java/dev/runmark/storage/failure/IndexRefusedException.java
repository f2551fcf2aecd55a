package dev.runmark.storage.failure;

import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL answers, but not this process: its user cannot log in or lacks a right, or database or
 * tables are not there. Asking later does not help until somebody changes that.
 */
public final class IndexRefusedException extends ReadException {
  private static final long serialVersionUID = 1L;

  public IndexRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
