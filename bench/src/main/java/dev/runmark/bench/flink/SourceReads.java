package dev.runmark.bench.flink;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * How many records the sources of a job have read, straight from Flink's own counters: nothing is
 * added to either pipeline.
 *
 * <p>Flink makes the reporter by its name, so what it hears is kept for the whole JVM, by job.
 */
public final class SourceReads implements MetricReporter {

  private static final Map<String, List<Counter>> COUNTERS = new ConcurrentHashMap<>();

  /** Named in Flink's configuration. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new SourceReads();
    }
  }

  public static long of(JobID job) {
    return COUNTERS.getOrDefault(job.toHexString(), List.of()).stream()
        .mapToLong(Counter::getCount)
        .sum();
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    Map<String, String> variables = group.getAllVariables();
    if (metric instanceof Counter counter
        && name.equals("numRecordsIn")
        && variables.getOrDefault("<operator_name>", "").startsWith("Source: ")) {
      COUNTERS
          .computeIfAbsent(
              variables.getOrDefault("<job_id>", ""), job -> new CopyOnWriteArrayList<>())
          .add(counter);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    COUNTERS.values().forEach(counters -> counters.removeIf(counter -> counter == metric));
  }
}
