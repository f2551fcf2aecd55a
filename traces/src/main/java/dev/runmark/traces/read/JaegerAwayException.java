package dev.runmark.traces.read;

import java.io.IOException;

/** Jaeger gives no answer, or not the one that was asked for. */
public final class JaegerAwayException extends IOException {

  private static final long serialVersionUID = 1L;

  JaegerAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
