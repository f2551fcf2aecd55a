package dev.runmark.job.kafka;

import dev.runmark.storage.index.KnownSource;
import dev.runmark.storage.index.OffsetGap;
import dev.runmark.storage.index.PostgresStarts;
import dev.runmark.storage.index.StartPosition;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what retention took before it was read. */
final class RetentionLoss {

  static final String REASON = "kafka.accept-gap, gone by retention";

  private static final Logger LOG = LoggerFactory.getLogger(RetentionLoss.class);

  private RetentionLoss() {}

  /**
   * Records that a restored job goes on behind a gap. What others have stored of it is none.
   *
   * <p>The position stays: what lies below it in open windows is not stored yet, and frontiers
   * raise it over the gap when it is.
   */
  static void accept(PostgresStarts positions, SourcePartition source, long wanted, long earliest)
      throws IOException {
    KnownSource known = positions.known(List.of(source)).get(source);
    StartPosition position = known == null ? null : known.position();
    long from = position == null ? wanted : Math.max(wanted, position.offset());
    if (from < earliest) {
      positions.record(source, new OffsetGap(from, earliest, REASON));
    }
    LOG.warn(
        "read topic {} (id {}) partition {}: offsets {} to {} are gone by retention; the gap is"
            + " accepted, reading goes on at {}",
        source.topic(),
        source.topicId(),
        source.partition(),
        wanted,
        earliest - 1,
        earliest);
  }
}
