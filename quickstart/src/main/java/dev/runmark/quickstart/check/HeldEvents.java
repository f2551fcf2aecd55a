package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.topic.TopicEvent;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many lines hold each event of one run. A line holds what lies between its two positions; one
 * that begins at 0 holds a complete run and what follows it, and stands for all before that.
 */
final class HeldEvents {

  private final List<SentEvent> events;
  private final Horizon horizon;
  private final boolean severalTraces;
  private final int[] lines;
  private final BitSet stoodFor = new BitSet();
  private @Nullable String wrong;
  private boolean beyond;

  /**
   * @param events in order
   */
  HeldEvents(List<SentEvent> events, Horizon horizon) {
    this.events = events;
    this.horizon = horizon;
    this.lines = new int[events.size()];
    this.severalTraces = events.stream().map(SentEvent::trace).distinct().count() > 1;
  }

  static HeldEvents of(List<SentEvent> events, List<LineId> lines, Horizon horizon) {
    HeldEvents held = new HeldEvents(events, horizon);
    lines.forEach(held::add);
    return held;
  }

  private void add(LineId line) {
    int first = line.lo() == 0 ? lastComplete(line) : at(line, line.lo());
    int last = at(line, line.hi());
    if (!known(line, first)) {
      beyond = true;
      addAsFarAsKnown(line, first);
    } else if (first < 0 || last < first) {
      String where = line.partition() + ": [" + line.lo() + ", " + line.hi() + "]";
      wrong = "a line begins or ends with no event of it, partition " + where;
    } else {
      add(line, first, last);
    }
  }

  /** Whether Kafka has all that the line holds. */
  private boolean known(LineId line, int first) {
    if (line.lo() == 0) {
      return first >= 0 || horizon.known(line.topicId(), line.partition(), 0);
    }
    return horizon.known(line.topicId(), line.partition(), TopicEvent.offset(line.lo()));
  }

  private void add(LineId line, int first, int last) {
    for (int i = first; i <= last; i++) {
      if (isOf(line, events.get(i))) {
        lines[i]++;
        if (line.lo() != 0 && events.get(i).complete()) {
          wrong = "a line does not begin at 0, but holds a complete run";
        }
      }
    }
    if (line.lo() == 0) {
      standFor(line, events.get(first).position());
    }
  }

  private void addAsFarAsKnown(LineId line, int complete) {
    long from = complete < 0 ? line.lo() : events.get(complete).position();
    for (int i = 0; i < lines.length; i++) {
      SentEvent event = events.get(i);
      if (isOf(line, event) && event.position() >= from && event.position() <= line.hi()) {
        lines[i]++;
      }
    }
    if (line.lo() == 0) {
      standFor(line, from);
    }
  }

  private void standFor(LineId line, long position) {
    for (int i = 0; i < lines.length; i++) {
      if (isOf(line, events.get(i)) && events.get(i).position() < position) {
        stoodFor.set(i);
      }
    }
  }

  private boolean isOf(LineId line, SentEvent event) {
    return event.fromSourceOf(line) && (!severalTraces || line.trace().equals(event.trace()));
  }

  private int at(LineId line, long position) {
    for (int i = 0; i < lines.length; i++) {
      if (events.get(i).position() == position && isOf(line, events.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private int lastComplete(LineId line) {
    int found = -1;
    for (int i = 0; i < lines.length; i++) {
      SentEvent event = events.get(i);
      if (event.complete() && event.position() <= line.hi() && isOf(line, event)) {
        found = i;
      }
    }
    return found;
  }

  /** Whether a line holds events that Kafka does not have any more. */
  boolean beyond() {
    return beyond;
  }

  /** Whether a line holds the n-th event, or stands for it. */
  boolean holds(int event) {
    return lines[event] > 0 || stoodFor.get(event);
  }

  /**
   * What is wrong with the lines of the run; null: nothing.
   *
   * @param most how many lines may hold an event
   * @param required which events one must hold
   */
  @Nullable String wrong(int most, Predicate<SentEvent> required) {
    if (wrong != null) {
      return wrong;
    }
    for (int i = 0; i < lines.length; i++) {
      SentEvent event = events.get(i);
      int least = stoodFor.get(i) || !required.test(event) ? 0 : 1;
      if (lines[i] < least || lines[i] > most) {
        return String.format(
            "%d lines hold its event at position %d of partition %d",
            lines[i], event.position(), event.partition());
      }
    }
    return null;
  }
}
