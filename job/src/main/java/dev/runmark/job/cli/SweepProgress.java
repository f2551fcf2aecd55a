package dev.runmark.job.cli;

import dev.runmark.console.StoredBytes;
import dev.runmark.storage.sweep.SweepReport;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** A word now and then while a large bucket is listed. */
final class SweepProgress implements Consumer<SweepReport> {

  private static final long EVERY = 100_000;

  private final PrintWriter errors;
  private long next = EVERY;

  SweepProgress(PrintWriter errors) {
    this.errors = errors;
  }

  @Override
  public void accept(SweepReport report) {
    if (report.listed() >= next) {
      next = report.listed() + EVERY;
      errors.println(
          StoredBytes.count(report.listed())
              + " listed, "
              + StoredBytes.count(report.objects())
              + " objects to go …");
      errors.flush();
    }
  }
}
