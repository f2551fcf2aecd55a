package dev.runmark.reader.cli;

import dev.runmark.reader.send.SendException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Not all lines were sent: which stopped it, why, and what was sent before. */
final class SendStoppedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final SendException.Kind kind;

  SendStoppedException(SendException.Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  SendException.Kind kind() {
    return kind;
  }
}
