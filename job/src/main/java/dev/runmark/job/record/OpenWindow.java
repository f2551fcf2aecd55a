package dev.runmark.job.record;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.SourceOffset;
import dev.runmark.storage.part.RunLine;
import java.util.ArrayList;
import java.util.List;

/**
 * What a trace window knows of itself while it gathers. Times are milliseconds since 1970 on the
 * clock of the machine that was asked, never a client's.
 *
 * @param openedAt when its first event arrived
 * @param lastArrival when its latest event arrived
 * @param endedAt when an event arrived that ended the root run; {@link #NOT_ENDED} before
 * @param size bytes of its events' documents
 * @param events how many it holds
 * @param timer when it looks again whether to close; {@link #NO_TIMER} before it was set
 * @param lows the lowest offset of its events in each source they come from, which is nearly always
 *     one
 */
public record OpenWindow(
    long openedAt,
    long lastArrival,
    long endedAt,
    long size,
    int events,
    long timer,
    List<SourceOffset> lows) {

  public static final long NO_TIMER = Long.MAX_VALUE;

  public static final long NOT_ENDED = Long.MAX_VALUE;

  /** A window that nothing is in yet. */
  public static OpenWindow at(long now) {
    return new OpenWindow(now, now, NOT_ENDED, 0, 0, NO_TIMER, List.of());
  }

  /** With one more event, which arrived now. */
  public OpenWindow with(RunEvent event, long now) {
    long ended = endedAt == NOT_ENDED && event.endsRoot() ? now : endedAt;
    return new OpenWindow(
        openedAt,
        now,
        ended,
        size + event.line().length(),
        events + 1,
        timer,
        lowsWith(event.line()));
  }

  /** The very same list as long as nothing lower comes: who compares it sees so. */
  private List<SourceOffset> lowsWith(RunLine line) {
    long offset = SourceOffset.of(line);
    for (int i = 0; i < lows.size(); i++) {
      SourceOffset low = lows.get(i);
      if (low.source().equals(line.source())) {
        return low.offset() <= offset ? lows : replaced(i, new SourceOffset(low.source(), offset));
      }
    }
    return replaced(lows.size(), new SourceOffset(line.source(), offset));
  }

  private List<SourceOffset> replaced(int index, SourceOffset low) {
    List<SourceOffset> changed = new ArrayList<>(lows);
    if (index < lows.size()) {
      changed.set(index, low);
    } else {
      changed.add(low);
    }
    return List.copyOf(changed);
  }

  /** As if a clock that says now had measured it: whatever is later counts as now. */
  public OpenWindow notAfter(long now) {
    return new OpenWindow(
        Math.min(openedAt, now),
        Math.min(lastArrival, now),
        endedAt == NOT_ENDED ? NOT_ENDED : Math.min(endedAt, now),
        size,
        events,
        timer,
        lows);
  }

  public OpenWindow withTimer(long newTimer) {
    return new OpenWindow(openedAt, lastArrival, endedAt, size, events, newTimer, lows);
  }
}
