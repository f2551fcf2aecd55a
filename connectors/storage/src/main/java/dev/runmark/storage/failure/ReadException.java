package dev.runmark.storage.failure;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A read that has no answer for which the stores are to blame, not the question. */
public abstract sealed class ReadException extends IOException
    permits StoreAwayException, IndexRefusedException, CorruptRunException {
  private static final long serialVersionUID = 1L;

  ReadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
