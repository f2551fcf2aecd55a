package dev.runmark.job.decode;

import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.decode.record.RunEvent;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * What the decoder counts: {@code events}, {@code bytes} (of their lines), {@code tombstones}, and
 * {@code rejected} once for each reason.
 */
final class DecodeMetrics {

  private final Counter events;
  private final Counter bytes;
  private final Counter tombstones;
  private final Map<RejectionReason, Counter> rejected = new EnumMap<>(RejectionReason.class);

  DecodeMetrics(MetricGroup group) {
    events = group.counter("events");
    bytes = group.counter("bytes");
    tombstones = group.counter("tombstones");
    for (RejectionReason reason : RejectionReason.values()) {
      rejected.put(reason, group.addGroup("reason", reason.code()).counter("rejected"));
    }
  }

  void event(RunEvent event) {
    events.inc();
    bytes.inc(event.line().length());
  }

  void tombstone() {
    tombstones.inc();
  }

  void rejected(RejectedRecord record) {
    Counter counter = rejected.get(record.reason());
    if (counter != null) {
      counter.inc();
    }
  }
}
