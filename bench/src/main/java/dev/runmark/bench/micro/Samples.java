package dev.runmark.bench.micro;

import dev.runmark.bench.load.KnownRun;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RowsEncoder;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the benchmarks work on, the same each time; an operation of JMH's goes over all of it. */
final class Samples {

  /** Lines, rows, cursors or folds. */
  static final int COUNT = 200;

  static final PartId PART = PartId.mint(Instant.parse("2026-01-02T03:04:05Z"));
  static final UUID TRACE = new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0001L);

  private Samples() {}

  static List<RunLine> lines(int kilobytes) {
    return KnownRun.lines(KnownRun.of(kilobytes, COUNT));
  }

  static long bytes(List<RunLine> lines) {
    return lines.stream().mapToLong(RunLine::length).sum();
  }

  static RowsObject rows(List<RunLine> lines) {
    RowsEncoder encoder = new RowsEncoder();
    for (RunLine line : lines) {
      encoder.add(line, line.length());
      encoder.frameEnded(line.length() + 1L, 1);
    }
    return encoder.seal(PART, Compression.NONE, 0);
  }

  static List<OffsetRow> offsetRows(List<RunLine> lines) {
    List<OffsetRow> rows = new ArrayList<>();
    rows(lines).forEach(rows::add);
    return rows;
  }

  /**
   * Looks at what a benchmark makes, before it is measured.
   *
   * @throws IllegalStateException when it is wrong
   */
  static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalStateException("benchmark: " + what + " is wrong");
    }
  }
}
