package dev.runmark.sink;

import dev.runmark.storage.index.CommitResult;
import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What a committer counts, since its task started. */
final class CommitterMetrics {

  private final Counter parts;
  private final Counter bytes;
  private final Counter alreadyCommitted;
  private final Counter rows;
  private final Counter covered;
  private final Counter merged;
  private final Counter readBack;
  private final Counter commitMillis;
  private volatile Duration lastCommit = Duration.ZERO;

  CommitterMetrics(MetricGroup group) {
    parts = group.counter("partsCommitted");
    bytes = group.counter("bytesCommitted");
    alreadyCommitted = group.counter("partsAlreadyCommitted");
    rows = group.counter("rowsCommitted");
    covered = group.counter("rowsCovered");
    merged = group.counter("rowsMerged");
    commitMillis = group.counter("commitMillis");
    readBack = group.counter("rowsObjectsReadBack");
    group.gauge("lastCommitMillis", () -> lastCommit.toMillis());
  }

  void committed(StagedPart staged) {
    parts.inc();
    bytes.inc(staged.part().length());
  }

  void done(CommitResult result, int rowsObjectsRead, Duration duration) {
    alreadyCommitted.inc(result.alreadyCommitted().size());
    rows.inc(result.rows());
    covered.inc(result.covered());
    merged.inc(result.merged());
    commitMillis.inc(duration.toMillis());
    readBack.inc(rowsObjectsRead);
    lastCommit = duration;
  }
}
