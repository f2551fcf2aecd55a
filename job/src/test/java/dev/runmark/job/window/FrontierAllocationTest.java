package dev.runmark.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.record.OpenWindow;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What an event whose window is open allocates for frontiers: nothing. */
class FrontierAllocationTest {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 20;
  private static final int EVENTS = 200;

  private final SourceProgress progress = new SourceProgress();
  private final RunEvent first = Events.of(1, 1).create(1_000, "");
  private final RunEvent next = Events.of(1, 2).create(2_000, "");
  private final OpenWindow open = OpenWindow.at(0).with(first, 0);

  private OpenWindow last = open;

  @Test
  void itsProgressIsKeptInPlace() {
    progress.change(null, open);
    OpenWindow more = open.with(next, 1);
    assertThat(
            leastAllocated(
                () -> {
                  progress.arrived(next.line());
                  progress.change(open, more);
                }))
        .isZero();
    assertThat(progress.frontiers()).hasSize(1);
  }

  @Test
  void itsWindowIsNoLargerForIt() {
    long ofAnyChange = leastAllocated(() -> last = open.withTimer(7));
    assertThat(ofAnyChange).isPositive();
    assertThat(leastAllocated(() -> last = open.with(next, 1))).isEqualTo(ofAnyChange);
    assertThat(last.lows()).isSameAs(open.lows());
  }

  /** Bytes of all events of one round. */
  private static long leastAllocated(Runnable event) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < EVENTS; i++) {
        event.run();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
