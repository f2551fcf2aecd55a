package dev.runmark.job.status;

import dev.runmark.job.kafka.OffsetRange;
import dev.runmark.job.kafka.SourceRanges;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.rejected.RejectedCount;
import dev.runmark.job.rejected.RejectedListing;
import dev.runmark.job.rejected.RejectedQuery;
import dev.runmark.options.StorageOptions;
import dev.runmark.storage.index.IndexStatus;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.SourcePosition;
import dev.runmark.storage.index.SweepLedger;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.sweep.Sweep;
import dev.runmark.storage.sweep.SweepPlan;
import dev.runmark.storage.sweep.SweepReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks index, brokers and, when wanted, the bucket. Changes nothing but folded positions. */
public final class StatusReader {

  private static final int LAST = 10;
  private static final int GAPS = 20;

  private final RunmarkOptions options;
  private final PostgresOptions index;

  /**
   * @param index as the role that is to be used
   */
  public StatusReader(RunmarkOptions options, PostgresOptions index) {
    this.options = options;
    this.index = index;
  }

  /**
   * Asks all of them.
   *
   * @param ranges what the brokers say
   * @param orphans what the bucket says, or null
   */
  public Status read(Brokers ranges, @Nullable SweepReport orphans) throws IOException {
    try (IndexStatus status = IndexStatus.open(index)) {
      boolean folded = status.fold();
      List<SourceStatus> sources =
          status.positions().stream().map(source -> ranges.beside(source)).toList();
      return new Status(
          status.ledger(),
          status.totals(),
          status.last(LAST),
          sources,
          folded,
          ranges.away,
          status.gaps(GAPS),
          rejected(),
          orphans);
    }
  }

  /** What the brokers hold, or why they could not be asked. */
  public static final class Brokers {
    private final Map<SourceRanges.Source, OffsetRange> ranges;
    private final @Nullable String away;

    private Brokers(Map<SourceRanges.Source, OffsetRange> ranges, @Nullable String away) {
      this.ranges = ranges;
      this.away = away;
    }

    private SourceStatus beside(SourcePosition source) {
      return new SourceStatus(
          source, ranges.get(new SourceRanges.Source(source.topicId(), source.partition())));
    }
  }

  /** Asks the brokers; that they are away is part of the answer. */
  public Brokers brokers() {
    try {
      return new Brokers(
          SourceRanges.read(options.kafka().clients(), options.kafka().topics()), null);
    } catch (IOException | RuntimeException e) {
      return new Brokers(Map.of(), String.valueOf(e.getMessage()));
    }
  }

  /** What a sweep without any grace would find; lists all of the bucket's parts. */
  public SweepReport orphans(Consumer<SweepReport> progress) throws IOException {
    try (S3ObjectStore store = S3ObjectStore.open(StorageOptions.of(options.s3()));
        SweepLedger ledger = new SweepLedger(index)) {
      return new Sweep(store, ledger, options.s3().prefix())
          .run(new SweepPlan(Duration.ZERO, true, true), progress);
    }
  }

  private List<RejectedCount> rejected() throws IOException {
    try (RejectedListing listing = RejectedListing.open(index)) {
      return listing.counts(new RejectedQuery(null, null, null));
    }
  }
}
