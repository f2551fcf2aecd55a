package dev.runmark.sink;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;

/** What a writer counts, since its task started. */
final class WriterMetrics {

  private final Counter lines;
  private final Counter bytes;
  private final Counter parts;
  private final Counter rowsBytes;

  WriterMetrics(SinkWriterMetricGroup group) {
    lines = group.getNumRecordsSendCounter();
    bytes = group.getNumBytesSendCounter();
    parts = group.counter("partsSealed");
    rowsBytes = group.counter("rowsObjectBytes");
  }

  void sealed(StagedPart staged) {
    parts.inc();
    lines.inc(staged.part().lines());
    bytes.inc(staged.part().length());
    rowsBytes.inc(staged.part().rowsLength());
  }
}
