package dev.runmark.bench.load;

import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.FrameOutput;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RowsEncoder;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Puts lines into the store and makes them visible, by the classes that the sink does it with,
 * without Flink. One thread at a time.
 *
 * @param store closed by its owner, as the index is
 */
public record PartLoader(
    ObjectStore store, OffsetIndex index, PartLocation location, FrameFormat format) {

  /** Commits them as one part. */
  public void commit(List<RunLine> lines) throws IOException, InterruptedException {
    Part part = new Part();
    try (FrameEncoder encoder = FrameEncoder.of(format)) {
      for (RunLine line : lines) {
        part.rows.add(line, checksum(line.bytes(), line.offset(), line.length()));
        encoder.append(line.bytes(), line.offset(), line.length(), part);
      }
      encoder.finish(part);
    }
    byte[] bytes = part.bytes.toByteArray();
    RowsObject rows =
        part.rows.seal(
            PartId.mint(Instant.now()), format.compression(), checksum(bytes, 0, bytes.length));
    SealedPart sealed = rows.sealedAt(location);
    store.put(sealed.key(), bytes, 0, bytes.length);
    store.put(sealed.rowsKey(), rows.bytes(), 0, rows.length());
    commit(index, sealed, rows);
  }

  /**
   * Commits rows alone: their runs can be listed, and what is in them is not there to be read.
   *
   * @param lines each of which counts as a frame of its own
   */
  public void commitRows(List<RunLine> lines) throws IOException, InterruptedException {
    RowsEncoder encoder = new RowsEncoder();
    for (RunLine line : lines) {
      encoder.add(line, 0);
      encoder.frameEnded(line.length() + 1L, 1);
    }
    RowsObject rows = encoder.seal(PartId.mint(Instant.now()), format.compression(), 0);
    commit(index, rows.sealedAt(location), rows);
  }

  private static void commit(OffsetIndex index, SealedPart part, RowsObject rows)
      throws IOException, InterruptedException {
    index.commit(new PartCommit(List.of(part), Set.of(), List.of(), any -> rows));
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }

  private static final class Part implements FrameOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final RowsEncoder rows = new RowsEncoder();

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes.write(source, offset, length);
    }

    @Override
    public void frameEnded(long length, int lines) {
      rows.frameEnded(length, lines);
    }
  }
}
