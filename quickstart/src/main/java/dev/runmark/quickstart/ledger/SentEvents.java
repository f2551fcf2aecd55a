package dev.runmark.quickstart.ledger;

import java.util.Arrays;

/**
 * The places of all events of a ledger, about 8 bytes each; an event is named by its number. The
 * events of a run follow each other, by partition and position.
 */
public final class SentEvents {

  private static final int POSITION_BITS = 47;
  private static final long MOST_PARTITIONS = 1L << 15;

  /** Where the events of each run begin; one entry more than there are runs. */
  private final int[] first;

  /** Partition, position, and in the lowest bit whether it is a complete run. */
  private final long[] places;

  private SentEvents(int[] first, long[] places) {
    this.first = first;
    this.places = places;
  }

  /**
   * Orders them.
   *
   * @param runs the run's number of each of them
   * @param packed each as {@link #pack} makes it
   * @param runCount how many runs there are
   */
  static SentEvents of(int[] runs, long[] packed, int runCount) {
    int[] first = new int[runCount + 1];
    for (int run : runs) {
      first[run + 1]++;
    }
    for (int run = 0; run < runCount; run++) {
      first[run + 1] += first[run];
    }
    int[] next = first.clone();
    long[] places = new long[packed.length];
    for (int i = 0; i < runs.length; i++) {
      places[next[runs[i]]++] = packed[i];
    }
    for (int run = 0; run < runCount; run++) {
      Arrays.sort(places, first[run], first[run + 1]);
    }
    return new SentEvents(first, places);
  }

  static long pack(EventPlace place) {
    if (place.partition() >= MOST_PARTITIONS || place.position() >= 1L << POSITION_BITS) {
      throw new IllegalArgumentException("beyond what a ledger is made for: " + place);
    }
    return ordered(place.partition(), place.position()) << 1 | (place.complete() ? 1 : 0);
  }

  private static long ordered(int partition, long position) {
    return (long) partition << POSITION_BITS | position;
  }

  public int size() {
    return places.length;
  }

  /** The number of a run's first event. */
  public int first(int run) {
    return first[run];
  }

  /** The number behind that of a run's last event. */
  public int end(int run) {
    return first[run + 1];
  }

  public int partition(int event) {
    return (int) (places[event] >>> POSITION_BITS + 1);
  }

  public long position(int event) {
    return places[event] >>> 1 & (1L << POSITION_BITS) - 1;
  }

  public boolean complete(int event) {
    return (places[event] & 1) != 0;
  }

  /** The number of a run's event at that position; negative when nothing of it was sent there. */
  public int find(int run, int partition, long position) {
    if (partition < 0 || partition >= MOST_PARTITIONS || position >>> POSITION_BITS != 0) {
      return -1;
    }
    long wanted = ordered(partition, position) << 1;
    int found = Arrays.binarySearch(places, first[run], first[run + 1], wanted);
    // A complete run stands right behind where another event of that position would.
    int at = found >= 0 ? found : -found - 1;
    return at < first[run + 1] && (places[at] | 1) == (wanted | 1) ? at : -1;
  }

  /**
   * The sum of the last positions of all runs, in each partition for itself. Lines are committed in
   * order of position, so a store has everything when the last positions in it have this sum.
   */
  public long lastPositions() {
    long sum = 0;
    for (int run = 0; run < first.length - 1; run++) {
      for (int event = first[run]; event < first[run + 1]; event++) {
        boolean last = event + 1 == first[run + 1] || partition(event + 1) != partition(event);
        sum += last ? position(event) : 0;
      }
    }
    return sum;
  }
}
