package dev.runmark.sink;

import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.tracing.Tracing;
import java.io.IOException;

/** Opens the parts of one writer: where they go, how they are cut, and who names them. */
record PartOpener(
    ObjectStore store, String prefix, PartOptions options, PartIdSource ids, Tracing tracing)
    implements AutoCloseable {

  OpenPart open(FrameEncoder encoder, int subtask) throws IOException {
    PartId id = ids.next();
    PartSpan span = PartSpan.begin(tracing, id, subtask);
    return new OpenPart(this, id, encoder, span);
  }

  /** Closes the store, and sends the last spans. */
  @Override
  public void close() {
    try (tracing) {
      store.close();
    }
  }
}
