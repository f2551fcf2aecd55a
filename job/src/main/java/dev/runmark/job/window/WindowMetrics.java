package dev.runmark.job.window;

import java.util.Arrays;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the windows of a subtask count: since its task started, or now. */
final class WindowMetrics {

  private final Counter events;
  private final Counter lines;
  private final Counter[] closed;

  WindowMetrics(MetricGroup group, OpenTotals open) {
    events = group.counter("eventsGathered");
    lines = group.counter("linesWritten");
    closed =
        Arrays.stream(CloseReason.values())
            .map(reason -> group.counter(reason.metric()))
            .toArray(Counter[]::new);
    group.gauge("openTraces", open::windows);
    group.gauge("openBytes", open::bytes);
  }

  void closed(CloseReason reason, int gathered, int written) {
    closed[reason.ordinal()].inc();
    events.inc(gathered);
    lines.inc(written);
  }
}
