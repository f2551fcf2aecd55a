package dev.runmark.job.kafka.replay;

import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.index.EventState;
import dev.runmark.storage.index.StoredEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a replay would read and change. Bounded in memory. */
public final class ReplayReport {

  private static final int EXAMPLES = 5;

  private final DistinctRuns runs = new DistinctRuns();
  private final Map<EventState, Long> events = new EnumMap<>(EventState.class);
  private final Map<String, Long> rejected = new TreeMap<>();
  private final List<String> examples = new ArrayList<>();
  private long records;
  private long tombstones;

  void record() {
    records++;
  }

  void tombstone() {
    tombstones++;
  }

  void rejected(RejectionReason reason) {
    rejected.merge(reason.code(), 1L, Long::sum);
  }

  void event(StoredEvent event, EventState state) {
    runs.add(event.key().run());
    events.merge(state, 1L, Long::sum);
    if (state == EventState.MISSING && examples.size() < EXAMPLES) {
      examples.add(
          "run "
              + event.key().run()
              + " of tenant "
              + event.key().tenant()
              + ", trace "
              + event.trace()
              + ", partition "
              + event.source().partition()
              + ", offset "
              + event.offset());
    }
  }

  public long records() {
    return records;
  }

  /** Events that the index has already, or whose run was deleted for good. */
  public long stored() {
    return count(EventState.STORED);
  }

  /** Events that a replay would add. */
  public long missing() {
    return count(EventState.MISSING);
  }

  /** Events that were rejected when they were read first, and not sent again since. */
  public long rejectedBefore() {
    return count(EventState.REJECTED);
  }

  private long count(EventState state) {
    return events.getOrDefault(state, 0L);
  }

  public long tombstones() {
    return tombstones;
  }

  public Map<String, Long> rejected() {
    return Map.copyOf(rejected);
  }

  /** About how many runs the events are of. */
  public long runs() {
    return runs.estimate();
  }

  /** For people, a line each. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("records     " + records + " (tombstones: " + tombstones + ")");
    long all = events.values().stream().mapToLong(Long::longValue).sum();
    lines.add("events      " + all + " of about " + runs() + " runs");
    lines.add("stored      " + stored() + ": nothing changes for them");
    lines.add("missing     " + missing() + ": a replay would add them");
    addIfAny(lines, EventState.REJECTED, "rejected before: redrive them");
    addIfAny(lines, EventState.REDRIVEN, "rejected before, and redriven as other records");
    rejected.forEach((reason, count) -> lines.add("rejected    " + count + ": " + reason));
    examples.forEach(example -> lines.add("missing is  " + example));
    return lines;
  }

  private void addIfAny(List<String> lines, EventState state, String told) {
    if (count(state) > 0) {
      lines.add("not stored  " + count(state) + ": " + told);
    }
  }
}
