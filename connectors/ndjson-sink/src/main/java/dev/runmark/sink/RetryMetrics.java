package dev.runmark.sink;

import dev.runmark.storage.retry.RetryCause;
import dev.runmark.storage.retry.RetryListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts calls that were made again, by cause, since the task started. Flink's own counters are for
 * one thread, and uploads have several.
 */
final class RetryMetrics implements RetryListener {

  private final Map<RetryCause, LongAdder> counts = new EnumMap<>(RetryCause.class);

  RetryMetrics(MetricGroup group) {
    for (RetryCause cause : RetryCause.values()) {
      LongAdder count = new LongAdder();
      counts.put(cause, count);
      group.addGroup("cause", cause.code()).gauge("retries", count::sum);
    }
  }

  @Override
  public void retried(RetryCause cause) {
    LongAdder count = counts.get(cause);
    if (count != null) {
      count.increment();
    }
  }
}
