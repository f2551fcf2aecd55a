package dev.runmark.proof.simulation;

import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.StoredObject;
import dev.runmark.storage.part.FrameDecoder;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** What lies in the bucket in the end, byte by byte. */
final class StoredParts {

  private static final int LARGEST_FRAME = 1 << 20;

  private final World world;
  private final Map<PartId, Set<OffsetRow>> rows = new HashMap<>();

  StoredParts(World world) {
    this.world = world;
  }

  void check() throws IOException {
    requireOnlyCommitted();
    for (SealedPart part : world.index().ledger()) {
      checkPart(part);
    }
    for (SentRun run : world.scenario().traffic().runs()) {
      for (LineLocation line : world.index().find(run.key())) {
        boolean known =
            rows.getOrDefault(line.part(), Set.of()).stream()
                .anyMatch(row -> row.key().equals(run.key()) && row.place().equals(line.place()));
        require(known, Rule.BYTES, "a row of run " + run.key().run() + " in no rows object");
      }
    }
  }

  private void requireOnlyCommitted() throws IOException {
    Set<String> wanted = new TreeSet<>();
    for (SealedPart part : world.index().ledger()) {
      wanted.add(part.key());
      wanted.add(part.rowsKey());
    }
    Set<String> there = new TreeSet<>(world.objects().list("").map(StoredObject::key).toList());
    require(there.equals(wanted), Rule.OBJECTS, "objects " + there + ", wanted " + wanted);
    world
        .objects()
        .uploads("", open -> require(open.isEmpty(), Rule.OBJECTS, "open uploads " + open));
  }

  private void checkPart(SealedPart part) throws IOException {
    byte[] content = world.objects().content(part.key());
    CRC32C checksum = new CRC32C();
    checksum.update(content);
    require(
        content.length == part.length() && (int) checksum.getValue() == part.checksum(),
        Rule.BYTES,
        "part " + part + " has other bytes");
    RowsObject object = RowsObject.decode(world.objects().content(part.rowsKey()));
    Set<ByteRange> frames = new HashSet<>();
    Set<OffsetRow> all = new HashSet<>();
    for (OffsetRow row : object) {
      checkLine(part, content, row);
      frames.add(row.place().frame());
      all.add(row);
    }
    require(all.size() == part.lines(), Rule.BYTES, part + " has " + all.size() + " rows");
    rows.put(part.id(), all);
    checkTiles(part, frames);
  }

  private static void checkLine(SealedPart part, byte[] content, OffsetRow row) throws IOException {
    ByteRange range = row.place().frame();
    byte[] frame = Arrays.copyOfRange(content, (int) range.start(), (int) range.end());
    byte[] line = FrameDecoder.line(row.place(), part.compression(), frame, LARGEST_FRAME);
    String text = new String(line, StandardCharsets.UTF_8);
    require(
        text.startsWith("{\"id\":\"" + row.key().run() + "\""),
        Rule.BYTES,
        "the line of run " + row.key().run() + " is " + text);
  }

  private static void checkTiles(SealedPart part, Set<ByteRange> frames) {
    List<ByteRange> ordered = new ArrayList<>(frames);
    ordered.sort(Comparator.comparingLong(ByteRange::start));
    long end = 0;
    for (ByteRange frame : ordered) {
      require(frame.start() == end, Rule.TILES, part + ": frames " + ordered);
      end = frame.end();
    }
    require(end == part.length(), Rule.TILES, part + ": frames " + ordered);
  }

  private static void require(boolean holds, Rule rule, String what) {
    if (!holds) {
      throw new Violation(rule, what);
    }
  }
}
