package dev.runmark.sink;

import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.tracing.Tracing;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The benchmark's door to {@link OpenPart}, which nobody but the writer has to see. */
public final class PartAppending {

  private static final PartOptions OPTIONS = PartOptions.of(Compression.NONE);

  private PartAppending() {}

  /**
   * One part from its first line to its seal.
   *
   * @return its bytes
   */
  public static long append(ObjectStore store, List<RunLine> lines) throws IOException {
    PartIdSource ids = () -> PartId.mint(Instant.EPOCH);
    PartOpener opener = new PartOpener(store, "runs", OPTIONS, ids, Tracing.none());
    try (FrameEncoder encoder = FrameEncoder.of(OPTIONS.frames())) {
      OpenPart part = opener.open(encoder, 0);
      for (RunLine line : lines) {
        part.append(line);
      }
      return part.seal().part().length();
    }
  }
}
