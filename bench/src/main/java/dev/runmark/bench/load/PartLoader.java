package dev.runmark.bench.load;

import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.Compression;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    index.commit(rowsAlone(location, format.compression(), List.of(lines)));
  }

  /**
   * What commits rows alone, of one part or several.
   *
   * @param parts the lines of each
   */
  public static PartCommit rowsAlone(
      PartLocation location, Compression compression, List<List<RunLine>> parts)
      throws IOException {
    Map<PartId, RowsObject> rows = new LinkedHashMap<>();
    for (List<RunLine> lines : parts) {
      RowsEncoder encoder = new RowsEncoder();
      for (RunLine line : lines) {
        encoder.add(line, 0);
        encoder.frameEnded(line.length() + 1L, 1);
      }
      PartId part = PartId.mint(Instant.now());
      rows.put(part, encoder.seal(part, compression, 0));
    }
    List<SealedPart> sealed = new ArrayList<>();
    for (RowsObject each : rows.values()) {
      sealed.add(each.sealedAt(location));
    }
    return new PartCommit(
        sealed, Set.of(), List.of(), part -> Objects.requireNonNull(rows.get(part.id())));
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
