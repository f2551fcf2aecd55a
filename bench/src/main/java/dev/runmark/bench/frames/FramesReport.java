package dev.runmark.bench.frames;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.measure.Spread;
import dev.runmark.storage.part.Compression;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * All that was found out.
 *
 * @param measuredAt ISO-8601, UTC
 */
public record FramesReport(String measuredAt, Machine machine, FramesPlan plan, List<Cell> cells) {

  /**
   * One size of runs in one format.
   *
   * @param storedShare stored bytes by those of the lines
   * @param fetchedBytes that reading one run gets from the store, on average
   * @param writeMegabytesPerCpuSecond 10⁶ bytes of lines framed in a second of CPU
   * @param readMicros CPU of decoding the frame and checking the line, for one run
   */
  public record Cell(
      int kilobytes,
      Compression compression,
      int frameKibibytes,
      double storedShare,
      double fetchedBytes,
      Spread writeMegabytesPerCpuSecond,
      Spread readMicros) {}

  public FramesReport {
    cells = List.copyOf(cells);
  }

  /** As people read it. */
  public void print(PrintWriter out) {
    out.printf(Locale.ROOT, "%nmeasured %s%non one of %s%n", measuredAt, machine.text());
    out.printf(
        Locale.ROOT,
        "%d MB a pass, %d rounds after one to warm up%n",
        plan.megabytes(),
        plan.rounds());
    int size = 0;
    for (Cell cell : cells) {
      if (cell.kilobytes() != size) {
        size = cell.kilobytes();
        out.printf(Locale.ROOT, "%n%d KB%n", size);
        out.printf(
            "  %-8s %9s %8s %12s %24s %24s%n",
            "", "frame KiB", "stored", "bytes a read", "write MB/CPU-s", "read CPU µs");
      }
      out.printf(
          Locale.ROOT,
          "  %-8s %9s %8.3f %12.0f %24s %24s%n",
          cell.compression().name().toLowerCase(Locale.ROOT),
          cell.frameKibibytes() == 0 ? "a line" : cell.frameKibibytes(),
          cell.storedShare(),
          cell.fetchedBytes(),
          cell.writeMegabytesPerCpuSecond().text("%.0f"),
          cell.readMicros().text("%.1f"));
    }
    out.flush();
  }
}
