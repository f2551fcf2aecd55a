package dev.runmark.reader.cli;

import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.send.SentRuns;
import dev.runmark.reader.send.Visibility;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Waits until what was sent can be read, in the order of sending, and remembers no more than so
 * many events. Once something took too long it waits no more.
 */
final class VisibleWait {

  private static final int MOST = 100_000;

  private final Visibility visibility;
  private final Duration most;
  private final Deque<SentRuns> waiting = new ArrayDeque<>();
  private int events;
  private boolean late;

  VisibleWait(RunmarkReader reader, Duration most) {
    this.visibility = new Visibility(reader);
    this.most = most;
  }

  void add(SentRuns sent) {
    if (late) {
      return;
    }
    waiting.add(sent);
    events += sent.events().size();
    while (events > MOST) {
      await();
    }
  }

  /** Whether all can be read. */
  boolean finish() {
    while (!waiting.isEmpty()) {
      await();
    }
    return !late;
  }

  private void await() {
    SentRuns first = waiting.remove();
    events -= first.events().size();
    if (!visibility.await(first, most)) {
      late = true;
      waiting.clear();
      events = 0;
    }
  }
}
