package dev.runmark.reader.fetch;

import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.LinePlace;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunKey;
import java.util.List;
import java.util.UUID;

/** Runs of one line, as the index would tell of them. */
final class Runs {

  private Runs() {}

  static IndexedRun at(PartId part, long start, long end) {
    ByteRange frame = new ByteRange(start, end);
    return of(new UUID(0x7000, start), part, new LinePlace(frame, 0, (int) frame.length(), 0));
  }

  static IndexedRun of(UUID run, PartId part, LinePlace place) {
    LineLocation line =
        new LineLocation(
            new PartLocation("bucket", "runs"),
            part,
            Compression.NONE,
            new UUID(1, 1),
            1,
            EventSpan.ofCreate(EventSpan.position(1, 0)),
            place);
    RunKey key = new RunKey("default", run);
    return new IndexedRun(key, new UUID(1, 1), true, Listing.NONE, List.of(line));
  }
}
