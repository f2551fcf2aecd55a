package dev.runmark.storage.read;

import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.EncodedPart;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Puts lines into a store and an index, as the sink does. */
public final class StoredLines {

  private final ObjectStore store;
  private final OffsetIndex index;
  private final FrameFormat format;

  public StoredLines(ObjectStore store, OffsetIndex index, FrameFormat format) {
    this.store = store;
    this.index = index;
    this.format = format;
  }

  public SealedPart commit(RunLine... lines) throws Exception {
    EncodedPart part;
    try (FrameEncoder encoder = FrameEncoder.of(format)) {
      part = EncodedPart.of(List.of(lines), encoder);
    }
    RowsObject rows = part.rows(PartId.mint(Instant.now()), format.compression());
    SealedPart sealed = rows.sealedAt(new PartLocation(store.bucket(), "runs"));
    store.put(sealed.key(), part.bytes(), 0, part.bytes().length);
    index.commit(new PartCommit(List.of(sealed), Set.of(), List.of(), any -> rows));
    return sealed;
  }

  public static RunLine complete(UUID run, long offset, String document) {
    return line(run, EventSpan.ofComplete(EventSpan.position(offset, 0)), document);
  }

  public static RunLine create(UUID run, long offset, String document) {
    return line(run, EventSpan.ofCreate(EventSpan.position(offset, 0)), document);
  }

  public static RunLine patch(UUID run, long offset, String document) {
    return line(run, EventSpan.ofPatch(EventSpan.position(offset, 0)), document);
  }

  private static RunLine line(UUID run, EventSpan span, String document) {
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    return new RunLine(
        new RunKey("default", run),
        new UUID(1, run.getLeastSignificantBits()),
        new SourcePartition(new UUID(7, 7), "runs", 0),
        span,
        Listing.NONE,
        bytes,
        0,
        bytes.length);
  }
}
