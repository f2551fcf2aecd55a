package dev.runmark.storage.part;

/**
 * Which events of a run a line holds: all accepted ones of one source from position {@code lo} to
 * {@code hi}. A line that holds a complete run has {@code lo = 0}: it stands for all that came
 * before it.
 *
 * <p>A position is {@code (offset + 1) * 256 + k}, k being which event of this run it is inside its
 * record.
 *
 * @param created whether a create (or a complete run) is among the events
 */
public record EventSpan(long lo, long hi, boolean created) {

  /** How many events of one run a record may carry. */
  public static final int EVENTS_PER_RECORD = 256;

  public EventSpan {
    if (lo < 0 || hi < Math.max(lo, EVENTS_PER_RECORD)) {
      throw new IllegalArgumentException("span [" + lo + ", " + hi + "]: wanted 0 <= lo <= hi");
    }
    if (lo == 0 && !created) {
      throw new IllegalArgumentException("span [0, " + hi + "]: a complete run counts as created");
    }
  }

  /** The position of the k-th event of a run inside the record at {@code offset}. */
  public static long position(long offset, int k) {
    if (offset < 0 || k < 0 || k >= EVENTS_PER_RECORD) {
      throw new IllegalArgumentException("position of offset " + offset + ", event " + k);
    }
    return (offset + 1) * EVENTS_PER_RECORD + k;
  }

  public static EventSpan ofCreate(long position) {
    return new EventSpan(position, position, true);
  }

  public static EventSpan ofPatch(long position) {
    return new EventSpan(position, position, false);
  }

  public static EventSpan ofComplete(long position) {
    return new EventSpan(0, position, true);
  }

  /**
   * The span of a line that folds this one's events and the later one's: consecutive events of one
   * run and source. A complete run among the later ones stands for all before it.
   */
  public EventSpan then(EventSpan later) {
    return later.lo == 0 ? later : new EventSpan(lo, later.hi, created || later.created);
  }

  /** Whether all that the other span holds is in this one, both being of one run and source. */
  public boolean covers(EventSpan other) {
    return lo <= other.lo && hi >= other.hi;
  }
}
