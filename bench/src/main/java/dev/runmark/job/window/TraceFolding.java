package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.Trace;
import java.util.List;

/** The benchmark's door to {@link FoldedTrace}, which nobody but the window has to see. */
public final class TraceFolding {

  private TraceFolding() {}

  /** The events of one window as the lines to write. */
  public static Trace fold(List<RunEvent> events) {
    return FoldedTrace.of(events, Integer.MAX_VALUE);
  }
}
