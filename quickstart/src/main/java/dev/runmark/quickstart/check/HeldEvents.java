package dev.runmark.quickstart.check;

import dev.runmark.quickstart.ledger.SentEvents;
import dev.runmark.quickstart.ledger.SentRuns;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many lines hold each event that was sent. A line holds what lies between its two positions;
 * one that begins at 0 holds a complete run and what follows it, and stands for all before that.
 */
final class HeldEvents {

  private final SentEvents places;
  private final byte[] lines;
  private final BitSet stoodFor = new BitSet();
  private final Map<Integer, String> wrong = new HashMap<>();

  HeldEvents(SentRuns sent) {
    this.places = sent.places();
    this.lines = new byte[places.size()];
  }

  /** Counts a line of a run. */
  void add(int run, LineId line) {
    int last = places.find(run, line.partition(), line.hi());
    int first = last < 0 ? last : first(run, line, last);
    if (first < 0) {
      String where = line.partition() + ": [" + line.lo() + ", " + line.hi() + "]";
      wrong.putIfAbsent(run, "a line begins or ends with no event of it, partition " + where);
      return;
    }
    for (int event = first; event <= last; event++) {
      if (line.lo() != 0 && places.complete(event)) {
        wrong.putIfAbsent(run, "a line does not begin at 0, but holds a complete run");
      }
      lines[event] = (byte) Math.min(Byte.MAX_VALUE, lines[event] + 1);
    }
  }

  /** The first event that a line holds; negative when there is none. */
  private int first(int run, LineId line, int last) {
    if (line.lo() != 0) {
      int first = places.find(run, line.partition(), line.lo());
      return first <= last ? first : -1;
    }
    int first = last;
    while (first >= places.first(run)
        && places.partition(first) == line.partition()
        && !places.complete(first)) {
      first--;
    }
    if (first < places.first(run) || places.partition(first) != line.partition()) {
      return -1;
    }
    for (int before = first - 1;
        before >= places.first(run) && places.partition(before) == line.partition();
        before--) {
      stoodFor.set(before);
    }
    return first;
  }

  /**
   * What is wrong with the lines of a run; null: nothing.
   *
   * @param most how many lines may hold an event
   */
  @Nullable String wrong(int run, int most) {
    String line = wrong.get(run);
    if (line != null) {
      return line;
    }
    for (int event = places.first(run); event < places.end(run); event++) {
      int least = stoodFor.get(event) ? 0 : 1;
      if (lines[event] < least || lines[event] > most) {
        return String.format(
            "%d lines hold its event at position %d of partition %d",
            lines[event], places.position(event), places.partition(event));
      }
    }
    return null;
  }
}
