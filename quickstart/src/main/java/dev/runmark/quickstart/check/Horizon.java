package dev.runmark.quickstart.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far each source can be judged. What lies below the safe position that the index tells must be
 * stored; what lies above it may be. What lies below the first offset that Kafka still has cannot
 * be known.
 */
final class Horizon {

  private final Map<Source, Reach> reaches = new HashMap<>();
  private final boolean everything;

  /** A partition of one generation of a topic. */
  record Source(UUID topicId, int partition) {}

  /** Offsets from one to before another, that were never read and never will be. */
  record Gap(long from, long to) {}

  /** When what became of a record must be there. */
  enum Due {
    NOW,
    /** It lies above the safe position. */
    LATER,
    /** It lies in a recorded gap. */
    NEVER
  }

  private static final class Reach {
    private int number = Integer.MAX_VALUE;
    private long stored;
    private @Nullable Long earliest;
    private long end;
    private final List<Gap> gaps = new ArrayList<>();
  }

  private Horizon(boolean everything) {
    this.everything = everything;
  }

  /** Of a ledger of all that was sent, once the job is idle: all of it must be stored. */
  static Horizon ofLedger() {
    return new Horizon(true);
  }

  /** To be told of each source. */
  static Horizon ofTopics() {
    return new Horizon(false);
  }

  /** The index's number of a source. */
  void number(Source source, int number) {
    reach(source).number = number;
  }

  /** Below this offset all is stored. */
  void stored(Source source, long position) {
    reach(source).stored = position;
  }

  void gap(Source source, Gap gap) {
    reach(source).gaps.add(gap);
  }

  /** From one offset to before another the source was read; what lies before is gone. */
  void read(Source source, long from, long end) {
    Reach reach = reach(source);
    reach.earliest = from;
    reach.end = end;
  }

  private Reach reach(Source source) {
    return reaches.computeIfAbsent(source, key -> new Reach());
  }

  private @Nullable Reach find(@Nullable UUID topicId, int partition) {
    return topicId == null ? null : reaches.get(new Source(topicId, partition));
  }

  /** Whether it must be stored by now. */
  boolean required(SentEvent event) {
    return due(event.topicId(), event.partition(), event.offset()) == Due.NOW;
  }

  /** When what became of that record must be there. */
  Due due(@Nullable UUID topicId, int partition, long offset) {
    if (everything) {
      return Due.NOW;
    }
    Reach reach = find(topicId, partition);
    if (reach == null) {
      return Due.LATER;
    }
    if (reach.gaps.stream().anyMatch(gap -> gap.from <= offset && offset < gap.to)) {
      return Due.NEVER;
    }
    return offset < reach.stored ? Due.NOW : Due.LATER;
  }

  /** Whether Kafka, which was read, has what is at an offset. */
  boolean known(UUID topicId, int partition, long offset) {
    Reach reach = find(topicId, partition);
    return everything || reach != null && reach.earliest != null && offset >= reach.earliest;
  }

  /** Whether what is at an offset was read. */
  boolean read(UUID topicId, int partition, long offset) {
    Reach reach = find(topicId, partition);
    return everything || reach != null && known(topicId, partition, offset) && offset < reach.end;
  }

  /** In which order sources are read. */
  int number(@Nullable UUID topicId, int partition) {
    Reach reach = find(topicId, partition);
    return reach == null ? Integer.MAX_VALUE : reach.number;
  }
}
