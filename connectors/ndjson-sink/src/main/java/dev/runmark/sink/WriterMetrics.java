package dev.runmark.sink;

import java.time.Duration;
import java.time.Instant;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.jspecify.annotations.Nullable;

/** What a writer counts, since its task started. */
final class WriterMetrics {

  private final Counter lines;
  private final Counter bytes;
  private final Counter parts;
  private final Counter rowsBytes;
  private final Counter sealMillis;
  private volatile @Nullable Instant openSince;

  WriterMetrics(SinkWriterMetricGroup group) {
    lines = group.getNumRecordsSendCounter();
    bytes = group.getNumBytesSendCounter();
    parts = group.counter("partsSealed");
    rowsBytes = group.counter("rowsObjectBytes");
    sealMillis = group.counter("sealMillis");
    group.gauge("partsOpen", () -> openSince == null ? 0 : 1);
    group.gauge("openPartAgeMillis", this::openPartAge);
  }

  private long openPartAge() {
    Instant since = openSince;
    return since == null ? 0 : Duration.between(since, Instant.now()).toMillis();
  }

  void opened() {
    openSince = Instant.now();
  }

  /** What was open is sealed, or given up. */
  void ended() {
    openSince = null;
  }

  /**
   * @param took from the last line to both objects being in the store
   */
  void sealed(StagedPart staged, Duration took) {
    sealMillis.inc(took.toMillis());
    parts.inc();
    lines.inc(staged.part().lines());
    bytes.inc(staged.part().length());
    rowsBytes.inc(staged.part().rowsLength());
  }
}
