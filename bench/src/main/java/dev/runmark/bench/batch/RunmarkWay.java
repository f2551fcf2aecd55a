package dev.runmark.bench.batch;

import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.S3Access;
import dev.runmark.options.ReaderOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.ObjectUpload;
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
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What the sink's writer and committer do with a batch, by their own classes: each line's checksum
 * and row, frames into an upload that goes out while it grows, the rows object beside it, and the
 * commit. It begins with decoded lines, as the sink does.
 */
final class RunmarkWay implements Way {

  private final Compression compression;
  private final PartLocation location = new PartLocation(S3Access.BUCKET, "runmark");
  private final Stores stores;
  private final PostgresOffsetIndex index;
  private final RunmarkReader reader;

  /**
   * @param stores closed by its owner
   */
  RunmarkWay(Compression compression, IndexSchema schema, S3Access s3, Stores stores) {
    this.compression = compression;
    this.stores = stores;
    this.index = new PostgresOffsetIndex(schema.writing());
    this.reader =
        RunmarkReader.open(schema.reading(), s3.options(), ReaderOptions.DEFAULT.withCache(0));
  }

  @Override
  public String name() {
    return compression == Compression.NONE ? BatchBench.BASELINE : BatchBench.BASELINE + ", zstd";
  }

  @Override
  public void store(List<FieldedRun> runs) throws IOException, InterruptedException {
    ObjectStore store = stores.current();
    PartId id = PartId.mint(Instant.now());
    Part part = new Part(store.create(location.key(id, compression)));
    try (FrameEncoder encoder = FrameEncoder.of(FrameFormat.of(compression))) {
      for (FieldedRun run : runs) {
        part.append(run.line(), encoder);
      }
      encoder.finish(part);
      part.upload.complete();
    } catch (IOException | RuntimeException e) {
      part.upload.abort();
      throw e;
    }
    RowsObject rows = part.rows.seal(id, compression, (int) part.checksum.getValue());
    SealedPart sealed = rows.sealedAt(location);
    store.put(sealed.rowsKey(), rows.bytes(), 0, rows.length());
    index.commit(new PartCommit(List.of(sealed), Set.of(), List.of(), any -> rows));
  }

  private static final class Part implements FrameOutput {
    private final ObjectUpload upload;
    private final RowsEncoder rows = new RowsEncoder();
    private final CRC32C checksum = new CRC32C();
    private final CRC32C ofLine = new CRC32C();

    Part(ObjectUpload upload) {
      this.upload = upload;
    }

    void append(RunLine line, FrameEncoder encoder) throws IOException {
      ofLine.reset();
      ofLine.update(line.bytes(), line.offset(), line.length());
      rows.add(line, (int) ofLine.getValue());
      encoder.append(line.bytes(), line.offset(), line.length(), this);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      upload.write(bytes, offset, length);
      checksum.update(bytes, offset, length);
    }

    @Override
    public void frameEnded(long length, int lines) {
      rows.frameEnded(length, lines);
    }
  }

  @Override
  public List<byte[]> read(UUID run) throws ReadException {
    return List.of(reader.find("default", run).orElseThrow().document().toByteArray());
  }

  @Override
  public void close() {
    reader.close();
    index.close();
  }
}
