package dev.runmark.options;

import org.jspecify.annotations.Nullable;

/** The options cannot be used; the message names the file or variable and the key as typed. */
public final class OptionsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OptionsException(String message) {
    super(message);
  }

  public OptionsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
