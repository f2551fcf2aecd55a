package dev.runmark.sink;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.FrameOutput;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RowsEncoder;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.tracing.Laps;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * A part while lines are added: it uploads as it grows and keeps only what the store's pieces, one
 * frame and the rows need. It lives from the first line to {@link #seal()} or {@link #abort()}, at
 * most from one barrier to the next, in the writer's thread.
 *
 * <p>Any failure gives the part up: no row can name it, and the job's restart writes its lines into
 * another one.
 */
final class OpenPart {

  /** A row with a name and a run type of usual length, in bytes. */
  private static final long ROW_SIZE = 160;

  private final PartId id;
  private final ObjectStore store;
  private final PartLocation location;
  private final PartOptions options;
  private final FrameEncoder encoder;
  private final ObjectUpload upload;
  private final RowsEncoder rows = new RowsEncoder();
  private final FrameOutput output = new Growing();
  private final CRC32C lineChecksum = new CRC32C();
  private final CRC32C partChecksum = new CRC32C();
  private final PartSpan span;
  private long length;
  private boolean ended;

  /**
   * @param from where it is put and how it is cut
   */
  OpenPart(PartOpener from, PartId id, FrameEncoder encoder, PartSpan span) throws IOException {
    this.id = id;
    this.store = from.store();
    this.location = new PartLocation(store.bucket(), from.prefix());
    this.options = from.options();
    this.encoder = encoder;
    this.span = span;
    this.upload = store.create(location.key(id, options.compression()));
  }

  void append(RunLine line) throws IOException {
    FailPoint.APPEND.reached();
    long begun = span.clock();
    try {
      lineChecksum.reset();
      lineChecksum.update(line.bytes(), line.offset(), line.length());
      rows.add(line, (int) lineChecksum.getValue());
      encoder.append(line.bytes(), line.offset(), line.length(), output);
      span.appended(line, begun);
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  boolean isFull() {
    return length >= options.partSize().getBytes() || rows.size() >= options.rowsSize().getBytes();
  }

  /**
   * Whether the trace fits, by and large: what a compressed frame will take is not known before, so
   * the trace counts as it is, and its rows as rows of usual length. A single line always has room,
   * since a part may exceed its size by one.
   */
  boolean hasRoomFor(Trace trace) {
    return trace.lines().size() == 1
        || length + trace.size() <= options.partSize().getBytes()
            && rows.size() + trace.lines().size() * ROW_SIZE <= options.rowsSize().getBytes();
  }

  /** Makes the part and its rows object lie in the store, both confirmed. */
  StagedPart seal() throws IOException {
    Laps laps = new Laps();
    try {
      encoder.finish(output);
      laps.done("last frame");
      FailPoint.SEAL.reached();
      long stored = upload.complete();
      ended = true;
      if (stored != length) {
        throw new IOException(
            "seal part "
                + id
                + ": the store has "
                + stored
                + " bytes, "
                + length
                + " were written");
      }
      laps.done("upload complete");
      FailPoint.PART_STORED.reached();
      RowsObject sealedRows = rows.seal(id, options.compression(), (int) partChecksum.getValue());
      SealedPart part = sealedRows.sealedAt(location);
      store.put(part.rowsKey(), sealedRows.bytes(), 0, sealedRows.length());
      laps.done("rows object");
      FailPoint.ROWS_STORED.reached();
      return new StagedPart(part, sealedRows, span.sealed(part, laps, upload.pieces()));
    } catch (IOException | RuntimeException e) {
      abort();
      throw e;
    }
  }

  /** Gives the part up, if it is not sealed; may be called again. */
  void abort() {
    encoder.reset();
    if (!ended) {
      ended = true;
      upload.abort();
    }
    span.abandoned();
  }

  private final class Growing implements FrameOutput {

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      FailPoint.UPLOAD.reached();
      upload.write(bytes, offset, count);
      partChecksum.update(bytes, offset, count);
      length += count;
    }

    @Override
    public void frameEnded(long frameLength, int lines) {
      rows.frameEnded(frameLength, lines);
    }
  }
}
