package dev.runmark.storage.index;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.LinePlace;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Parts without bytes: what the index sees of them. Each line lies 100 bytes after the last. */
final class TestLines {

  static final PartLocation LOCATION = new PartLocation("test-bucket", "runs");
  static final UUID TOPIC = new UUID(7, 7);

  private final Map<PartId, List<OffsetRow>> rows = new HashMap<>();

  /** One line to be put into a part. */
  record Line(RunKey key, UUID trace, int partition, EventSpan span, Listing listing) {

    Line(RunKey key, EventSpan span) {
      this(key, new UUID(1, key.run().getLeastSignificantBits()), 0, span, Listing.NONE);
    }
  }

  SealedPart part(Line... lines) {
    return part(Instant.now(), List.of(lines));
  }

  SealedPart part(Instant openedAt, List<Line> lines) {
    PartId id = PartId.mint(openedAt);
    List<OffsetRow> partRows = new ArrayList<>();
    for (Line line : lines) {
      LinePlace place =
          new LinePlace(ByteRange.ofLength(partRows.size() * 100L, 100), 0, 99, partRows.size());
      partRows.add(
          new OffsetRow(
              line.key(),
              line.trace(),
              source(line.partition()),
              line.span(),
              place,
              line.listing()));
    }
    rows.put(id, partRows);
    return new SealedPart(
        LOCATION, id, Compression.NONE, lines.size() * 100L, lines.size(), 17, 1000);
  }

  PartCommit commit(SealedPart... parts) {
    return commit(Set.of(), parts);
  }

  PartCommit commit(Set<PartId> previous, SealedPart... parts) {
    return new PartCommit(List.of(parts), previous, List.of(), this::rowsOf);
  }

  PartCommit commit(List<Frontier> frontiers, SealedPart... parts) {
    return new PartCommit(List.of(parts), Set.of(), frontiers, this::rowsOf);
  }

  List<OffsetRow> rowsOf(SealedPart part) {
    return Objects.requireNonNull(rows.get(part.id()));
  }

  static SourcePartition source(int partition) {
    return new SourcePartition(TOPIC, "runs", partition);
  }

  static RunKey run(int number) {
    return new RunKey("default", new UUID(0x0190_0000_0000_7000L, number));
  }
}
