package dev.runmark.sink;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group whose counters a test can read. */
final class RecordedMetrics extends UnregisteredMetricsGroup {

  private final Map<String, Counter> counters = new TreeMap<>();

  @Override
  public Counter counter(String name) {
    return counters.computeIfAbsent(name, n -> new SimpleCounter());
  }

  Map<String, Long> counts() {
    return counters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getCount()));
  }
}
