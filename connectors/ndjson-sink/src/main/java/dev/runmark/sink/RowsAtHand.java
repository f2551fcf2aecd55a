package dev.runmark.sink;

import dev.runmark.storage.index.PartRows;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The rows of the parts of one commit call: those that came with the committables, and those read
 * back from the store, once each and only when the index asks.
 */
final class RowsAtHand implements PartRows {

  /** Gives the store when it is first needed. */
  @FunctionalInterface
  interface StoreSource {
    ObjectStore store() throws IOException;
  }

  private final StoreSource source;
  private final Map<PartId, RowsObject> known = new HashMap<>();
  private int readBack;

  RowsAtHand(Iterable<StagedPart> parts, StoreSource source) {
    this.source = source;
    for (StagedPart staged : parts) {
      RowsObject rows = staged.rows();
      if (rows != null) {
        known.put(staged.part().id(), rows);
      }
    }
  }

  @Override
  public Iterable<OffsetRow> of(SealedPart part) throws IOException {
    RowsObject rows = known.get(part.id());
    if (rows == null) {
      rows = read(source.store(), part);
      known.put(part.id(), rows);
      readBack++;
    }
    return rows;
  }

  int readBack() {
    return readBack;
  }

  private static RowsObject read(ObjectStore store, SealedPart part) throws IOException {
    if (!store.bucket().equals(part.location().bucket())) {
      throw new IOException(
          "read rows of part "
              + part.id()
              + ": it lies in "
              + part.location().bucket()
              + ", this sink is connected to "
              + store.bucket());
    }
    byte[] bytes = store.read(part.rowsKey(), new ByteRange(0, part.rowsLength()));
    RowsObject rows;
    try {
      rows = RowsObject.decode(bytes);
    } catch (IOException e) {
      throw new IOException("read " + part.rowsKey() + ": " + e.getMessage(), e);
    }
    SealedPart described = rows.sealedAt(part.location());
    if (!described.equals(part)) {
      throw new IOException(
          "read " + part.rowsKey() + ": it describes " + described + ", wanted " + part);
    }
    return rows;
  }
}
