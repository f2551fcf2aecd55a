package dev.runmark.job.cli;

import dev.runmark.console.PrintableText;
import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.job.rejected.RejectedEntry;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns for people; the message, of any length, is the last. */
final class RejectedTablePrinter implements RejectedPrinter {

  private static final String ROW = "%-20s  %-15s  %8s  %-8s  %-36s  %s%n";
  private static final String COUNT = "%-15s  %12s  %12s%n";

  private final PrintWriter out;
  private boolean begun;

  RejectedTablePrinter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void entry(RejectedEntry entry) {
    if (!begun) {
      begun = true;
      out.printf(ROW, "REJECTED", "REASON", "BYTES", "REDRIVEN", "RECORD", "MESSAGE");
    }
    out.printf(
        ROW,
        entry.rejectedAt().truncatedTo(ChronoUnit.SECONDS),
        PrintableText.of(entry.row().reason()),
        entry.row().size(),
        redriven(entry.redriven(), entry.redrivenTo()),
        PrintableText.of(record(entry)),
        PrintableText.of(entry.row().message()));
  }

  private static String redriven(String state, @Nullable Long to) {
    return to == null ? state : "@" + to;
  }

  private static String record(RejectedEntry entry) {
    String event = entry.key().ofWholeRecord() ? "" : ", event " + entry.key().index();
    return entry.row().topic() + "/" + entry.key().partition() + "@" + entry.key().offset() + event;
  }

  @Override
  public void counts(List<RejectedCount> counts) {
    if (counts.isEmpty()) {
      out.println("nothing was rejected");
      return;
    }
    if (begun) {
      out.println();
    }
    out.printf(COUNT, "REASON", "REJECTED", "REDRIVEN");
    for (RejectedCount count : counts) {
      out.printf(COUNT, PrintableText.of(count.reason()), count.rejected(), count.redriven());
    }
  }
}
