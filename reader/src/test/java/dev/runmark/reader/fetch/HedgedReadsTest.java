package dev.runmark.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectReads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HedgedReadsTest {

  private static final ByteRange RANGE = new ByteRange(0, 1);

  /** Gives no answer to the first call until it is cancelled. */
  private static final class Held implements ObjectReads {
    final AtomicInteger calls = new AtomicInteger();
    final CountDownLatch cancelled = new CountDownLatch(1);
    final boolean secondFails;

    Held(boolean secondFails) {
      this.secondFails = secondFails;
    }

    @Override
    public String bucket() {
      return "bucket";
    }

    @Override
    public byte[] read(String key, ByteRange range) throws IOException {
      if (calls.incrementAndGet() > 1) {
        if (secondFails) {
          throw new IOException("second");
        }
        return new byte[] {2};
      }
      try {
        Thread.sleep(secondFails ? 500 : Long.MAX_VALUE);
        return new byte[] {1};
      } catch (InterruptedException e) {
        cancelled.countDown();
        throw new InterruptedIOException("cancelled");
      }
    }
  }

  @Test
  void aSecondCallOvertakesTheFirstWhichIsCancelled() throws Exception {
    Held store = new Held(false);
    try (HedgedReads hedged = new HedgedReads(store, Duration.ofMillis(20))) {
      assertThat(hedged.read("key", RANGE)).containsExactly(2);
      assertThat(store.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aSecondCallThatFailsDoesNotSpoilTheFirst() throws Exception {
    Held store = new Held(true);
    try (HedgedReads hedged = new HedgedReads(store, Duration.ofMillis(20))) {
      assertThat(hedged.read("key", RANGE)).containsExactly(1);
      assertThat(store.calls).hasValue(2);
    }
  }

  @Test
  void aFailureInTimeIsToldAtOnce() {
    Held store = new Held(true);
    store.calls.incrementAndGet();
    try (HedgedReads hedged = new HedgedReads(store, Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> hedged.read("key", RANGE)).hasMessage("second");
    }
    assertThat(store.calls).hasValue(2);
  }
}
