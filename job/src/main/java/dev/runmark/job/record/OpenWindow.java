package dev.runmark.job.record;

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
 */
public record OpenWindow(
    long openedAt, long lastArrival, long endedAt, long size, int events, long timer) {

  public static final long NO_TIMER = Long.MAX_VALUE;

  public static final long NOT_ENDED = Long.MAX_VALUE;

  /** A window that nothing is in yet. */
  public static OpenWindow at(long now) {
    return new OpenWindow(now, now, NOT_ENDED, 0, 0, NO_TIMER);
  }

  /** With one more event, which arrived now. */
  public OpenWindow with(RunEvent event, long now) {
    long ended = endedAt == NOT_ENDED && event.endsRoot() ? now : endedAt;
    return new OpenWindow(openedAt, now, ended, size + event.line().length(), events + 1, timer);
  }

  /** As if a clock that says now had measured it: whatever is later counts as now. */
  public OpenWindow notAfter(long now) {
    return new OpenWindow(
        Math.min(openedAt, now),
        Math.min(lastArrival, now),
        endedAt == NOT_ENDED ? NOT_ENDED : Math.min(endedAt, now),
        size,
        events,
        timer);
  }

  public OpenWindow withTimer(long newTimer) {
    return new OpenWindow(openedAt, lastArrival, endedAt, size, events, newTimer);
  }
}
