package dev.runmark.sink;

import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.tracing.Tracing;
import java.time.Instant;

/** Parts that tests write by themselves, without a writer. */
final class OpenParts {

  private OpenParts() {}

  static PartOpener in(ObjectStore store, PartOptions options) {
    return new PartOpener(store, "runs", options, () -> PartId.mint(Instant.now()), Tracing.none());
  }
}
