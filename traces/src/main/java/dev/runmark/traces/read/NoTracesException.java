package dev.runmark.traces.read;

import java.io.IOException;

/** What was given is neither OTLP's JSON nor Jaeger's, or it is damaged. */
public final class NoTracesException extends IOException {

  private static final long serialVersionUID = 1L;

  NoTracesException(String message) {
    super(message);
  }
}
