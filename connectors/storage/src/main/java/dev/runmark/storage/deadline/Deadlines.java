package dev.runmark.storage.deadline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Aborts attempts that take too long. One thread looks at them a few times within the limit: a
 * timer for each would wake a thread at each of them. Thread-safe.
 */
public final class Deadlines implements AutoCloseable {

  /** Looks within the limit; an attempt may take longer by one part of so many. */
  private static final int LOOKS = 20;

  private final long limit;
  private final Set<Attempt> open = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService clock;

  /**
   * Its thread ends when it is closed.
   *
   * @param name of its thread
   */
  public Deadlines(String name, Duration limit) {
    this.limit = limit.toNanos();
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    long pause = Math.max(1, limit.toMillis() / LOOKS);
    clock.scheduleWithFixedDelay(this::abortLate, pause, pause, TimeUnit.MILLISECONDS);
  }

  /**
   * Begins an attempt, which ends when it is closed.
   *
   * @param abort ends it from another thread; its owner then fails
   */
  public Attempt begin(Runnable abort) {
    Attempt attempt = new Attempt(abort);
    open.add(attempt);
    return attempt;
  }

  private void abortLate() {
    long now = System.nanoTime();
    for (Attempt attempt : open) {
      if (now - attempt.begun > limit) {
        attempt.expire();
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  /** One that is under way. */
  public final class Attempt implements AutoCloseable {

    private final Runnable abort;
    private final long begun = System.nanoTime();
    private volatile boolean expired;

    private Attempt(Runnable abort) {
      this.abort = abort;
    }

    private void expire() {
      expired = true;
      open.remove(this);
      abort.run();
    }

    /** Whether it was aborted. */
    public boolean expired() {
      return expired;
    }

    @Override
    public void close() {
      open.remove(this);
    }
  }
}
