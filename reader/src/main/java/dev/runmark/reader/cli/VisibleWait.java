package dev.runmark.reader.cli;

import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.send.SentRuns;
import dev.runmark.reader.send.Visibility;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Waits until what was sent can be read, in the order of sending, passes it on then, and remembers
 * no more than so many events. Once something took too long it waits no more.
 */
final class VisibleWait {

  private static final int MOST = 100_000;

  private final Visibility visibility;
  private final Duration most;
  private final Consumer<SentRuns> settled;
  private final Deque<SentRuns> waiting = new ArrayDeque<>();
  private int events;
  private boolean late;

  VisibleWait(RunmarkReader reader, Duration most, Consumer<SentRuns> settled) {
    this.visibility = new Visibility(reader, () -> false);
    this.most = most;
    this.settled = settled;
  }

  void add(SentRuns sent) {
    waiting.add(sent);
    events += sent.events().size();
    while (late ? !waiting.isEmpty() : events > MOST) {
      settle();
    }
  }

  /** Whether all can be read. */
  boolean finish() {
    while (!waiting.isEmpty()) {
      settle();
    }
    return !late;
  }

  private void settle() {
    SentRuns first = waiting.remove();
    events -= first.events().size();
    late = late || !visibility.await(first, most);
    settled.accept(first);
  }
}
