package dev.runmark.job.cli;

import dev.runmark.console.PrintableText;
import dev.runmark.console.StoredBytes;
import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.job.status.SourceStatus;
import dev.runmark.job.status.Status;
import dev.runmark.storage.index.CommittedPart;
import dev.runmark.storage.index.RecordedGap;
import dev.runmark.storage.sweep.SweepReport;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A status for people: what it is called, how much, and in which unit. */
final class StatusTable {

  private static final String FACT = "  %-24s  %s%n";
  private static final String SOURCE = "  %-32s  %15s  %15s  %15s  %12s  %s%n";
  private static final String COMMIT = "  %-20s  %10s  %12s  %s%n";

  private final PrintWriter out;

  StatusTable(PrintWriter out) {
    this.out = out;
  }

  void print(Status status) {
    stored(status);
    sources(status);
    commits(status);
    gaps(status);
    rejected(status);
    orphans(status.orphans());
  }

  private void stored(Status status) {
    String about = status.index().exact() ? "" : " (about: too many to count quickly)";
    out.println("Stored");
    fact("runs", StoredBytes.count(status.index().runs()) + about);
    fact("in pieces", pieces(status.index().fragments()) + about);
    fact(
        "committed",
        StoredBytes.count(status.ledger().parts(), "part")
            + " with "
            + StoredBytes.count(status.ledger().lines(), "line")
            + "; not needed, since stored before: "
            + StoredBytes.count(status.ledger().covered()));
    fact("first commit", time(status.ledger().first()));
    fact("last commit", time(status.ledger().last()));
    fact(
        "on S3",
        StoredBytes.of(status.ledger().bytes())
            + " in parts, "
            + StoredBytes.of(status.ledger().rowsBytes())
            + " in rows objects; "
            + StoredBytes.of(status.storedBytesOfARun())
            + " a run");
    fact(
        "in PostgreSQL",
        StoredBytes.of(status.index().bytes())
            + " in runs, fragments and their indexes; "
            + StoredBytes.of(status.indexBytesOfARun())
            + " a run");
  }

  private static String pieces(long fragments) {
    return fragments == 0
        ? "none"
        : StoredBytes.count(fragments, "line")
            + " of runs that have more than one; readers put them together";
  }

  private void sources(Status status) {
    out.println();
    out.println("Read from Kafka, in offsets");
    if (status.brokersAway() != null) {
      out.println("  the brokers were not reached: " + PrintableText.of(status.brokersAway()));
    }
    if (!status.folded()) {
      out.println(
          "  positions as last brought up to date: this role may not do that (a writer may)");
    }
    if (status.sources().isEmpty()) {
      out.println("  nothing yet");
      return;
    }
    out.printf(
        SOURCE, "TOPIC/PARTITION", "STORED BELOW", "EARLIEST", "END", "LEFT", "HOW IT IS KNOWN");
    status.sources().forEach(source -> source(source, status.brokersAway() == null));
  }

  private void source(SourceStatus source, boolean brokersAsked) {
    OffsetRange range = source.range();
    String note =
        range == null && brokersAsked
            ? "not among kafka.topics now, or created again"
            : source.source().reason();
    out.printf(
        SOURCE,
        PrintableText.of(source.source().topic()) + "/" + source.source().partition(),
        number(source.source().position()),
        number(range == null ? null : range.earliest()),
        number(range == null ? null : range.end()),
        number(source.lag()),
        note == null ? "no position yet" : PrintableText.of(note));
  }

  private void commits(Status status) {
    if (!status.last().isEmpty()) {
      out.println();
      out.println("Last commits");
      out.printf(COMMIT, "COMMITTED", "LINES", "SIZE", "OBJECT");
      for (CommittedPart part : status.last()) {
        out.printf(
            COMMIT,
            time(part.committedAt()),
            StoredBytes.count(part.lines()),
            StoredBytes.of(part.bytes()),
            PrintableText.of(part.key()));
      }
    }
  }

  private void gaps(Status status) {
    out.println();
    out.println("Offsets never read");
    if (status.gaps().isEmpty()) {
      out.println("  none");
    }
    for (RecordedGap gap : status.gaps()) {
      out.printf(
          "  %s  %s/%d  %d to %d  %s%n",
          time(gap.recordedAt()),
          PrintableText.of(gap.topic()),
          gap.partition(),
          gap.from(),
          gap.to() - 1,
          PrintableText.of(gap.reason()));
    }
  }

  private void rejected(Status status) {
    out.println();
    out.println("Rejected");
    if (status.rejected().isEmpty()) {
      out.println("  none");
    }
    for (RejectedCount count : status.rejected()) {
      fact(
          PrintableText.of(count.reason()),
          StoredBytes.count(count.rejected(), "record")
              + ", sent again: "
              + StoredBytes.count(count.redriven()));
    }
  }

  private void orphans(@Nullable SweepReport orphans) {
    if (orphans != null) {
      out.println();
      out.println("In the bucket, but in no commit (what is being written now included)");
      fact(
          "objects",
          StoredBytes.count(orphans.objects()) + " of together " + StoredBytes.of(orphans.bytes()));
      fact("open uploads", StoredBytes.count(orphans.uploads()));
      fact("other objects", StoredBytes.count(orphans.foreign()) + " there that are not Runmark's");
    }
  }

  private void fact(String name, String value) {
    out.printf(FACT, name, value);
  }

  private static String number(@Nullable Long value) {
    return value == null ? "-" : Long.toString(value);
  }

  private static String time(@Nullable Instant time) {
    return time == null ? "never" : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
