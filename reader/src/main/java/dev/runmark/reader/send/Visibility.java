package dev.runmark.reader.send;

import dev.runmark.reader.RunmarkReader;
import dev.runmark.storage.failure.IndexRefusedException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.index.AwaitedEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits until readers see what was sent. */
public final class Visibility {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  /** A pause is this part of the time that was waited: what it adds to that is as small. */
  private static final int PART = 10;

  private final RunmarkReader reader;
  private final BooleanSupplier ending;

  /**
   * @param ending whether nobody is to wait any longer
   */
  public Visibility(RunmarkReader reader, BooleanSupplier ending) {
    this.reader = reader;
    this.ending = ending;
  }

  /**
   * Whether all events are to be read before the time is over; an index that gives no answer is
   * waited for, since the runs are sent already. Of an event whose place is not known nobody can
   * say that: then it is not waited for at all.
   */
  public boolean await(SentRuns sent, Duration most) {
    if (sent.events().size() < sent.runs().size()) {
      return false;
    }
    long begun = System.nanoTime();
    List<AwaitedEvent> waiting = sent.events();
    while (true) {
      waiting = stillWaiting(sent, waiting);
      long waited = System.nanoTime() - begun;
      long left = most.toNanos() - waited;
      if (waiting.isEmpty() || left <= 0 || ending.getAsBoolean()) {
        return waiting.isEmpty();
      }
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(pause(waited), left));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }

  private static long pause(long waited) {
    return Math.min(LONGEST_PAUSE.toNanos(), Math.max(FIRST_PAUSE.toNanos(), waited / PART));
  }

  private List<AwaitedEvent> stillWaiting(SentRuns sent, List<AwaitedEvent> waiting) {
    try {
      return reader.waiting(sent.tenant(), sent.topicId(), waiting);
    } catch (StoreAwayException | IndexRefusedException noAnswer) {
      return waiting;
    } catch (ReadException e) {
      throw new IllegalStateException(e);
    }
  }
}
