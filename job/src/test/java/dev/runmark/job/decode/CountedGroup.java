package dev.runmark.job.decode;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;

/** A metric group whose counters can be read, by their names joined with dots. */
final class CountedGroup extends UnregisteredMetricsGroup {

  private final Map<String, Counter> counters;
  private final String prefix;

  CountedGroup() {
    this(new HashMap<>(), "");
  }

  private CountedGroup(Map<String, Counter> counters, String prefix) {
    this.counters = counters;
    this.prefix = prefix;
  }

  long count(String name) {
    return counters.get(name).getCount();
  }

  @Override
  public Counter counter(String name) {
    return counters.computeIfAbsent(prefix + name, any -> super.counter(name));
  }

  @Override
  public MetricGroup addGroup(String key, String value) {
    return new CountedGroup(counters, prefix + key + "." + value + ".");
  }
}
