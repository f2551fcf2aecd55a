package dev.runmark.sink;

import dev.runmark.storage.part.PartId;
import dev.runmark.storage.tracing.Tracing;
import java.time.Instant;

/** Spans of tests that trace nothing. */
final class Spans {

  private Spans() {}

  static PartSpan none() {
    return PartSpan.begin(Tracing.none().tracer(), PartId.mint(Instant.now()), 0);
  }
}
