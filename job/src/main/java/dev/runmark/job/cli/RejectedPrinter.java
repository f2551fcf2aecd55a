package dev.runmark.job.cli;

import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.job.rejected.RejectedEntry;
import java.util.List;

/** How rejected records are shown. */
interface RejectedPrinter {

  void entry(RejectedEntry entry);

  void counts(List<RejectedCount> counts);
}
