package dev.runmark.bench.decode;

import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.measure.Spread;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as people read it. */
public final class DecodeTable {

  private final PrintWriter out;

  public DecodeTable(PrintWriter out) {
    this.out = out;
  }

  public void print(DecodeReport report) {
    Machine machine = report.machine();
    line("%nmeasured %s", report.measuredAt());
    line("on one of %s", report.machine().text());
    line(
        "JMH %s, Jackson %s; heap %d MB, rounds %d of %d s after %d s",
        report.jmh(),
        report.jackson(),
        machine.heapMegabytes(),
        report.plan().rounds(),
        report.plan().seconds(),
        report.plan().warmUpSeconds());
    report.sizes().forEach(this::print);
    out.flush();
  }

  private void print(DecodeResult size) {
    line("%n%d KB: %d bytes a record", size.kilobytes(), size.bytes() / size.records());
    line(
        "  %-18s %6s %22s %19s %13s",
        "parser", "MB/s", "MB/CPU-s (least–most)", "ratio", "bytes/event");
    for (DecodeResult.ParserResult parser : size.parsers()) {
      line(
          "  %-18s %6.0f %22s %19s %13.0f",
          parser.parser(),
          parser.megabytesPerSecond().median(),
          spread("%.0f", parser.megabytesPerCpuSecond()),
          ratio(size.ratios().get(parser.parser())),
          parser.allocatedBytesPerEvent().median());
    }
  }

  private static String ratio(@Nullable Spread ratio) {
    return ratio == null ? "1" : spread("%.2f", ratio);
  }

  private static String spread(String number, Spread spread) {
    return String.format(
        Locale.ROOT,
        number + " (" + number + "–" + number + ")",
        spread.median(),
        spread.least(),
        spread.most());
  }

  private void line(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
