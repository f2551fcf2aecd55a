package dev.runmark.sink;

import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.FrameEncoder;
import java.io.IOException;

/** Opens the parts of one writer: where they go, how they are cut, and who names them. */
record PartOpener(ObjectStore store, String prefix, PartOptions options, PartIdSource ids)
    implements AutoCloseable {

  OpenPart open(FrameEncoder encoder) throws IOException {
    return new OpenPart(ids.next(), store, prefix, options, encoder);
  }

  /** Closes the store. */
  @Override
  public void close() {
    store.close();
  }
}
