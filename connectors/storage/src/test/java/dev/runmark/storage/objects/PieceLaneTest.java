package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PieceLaneTest {

  private final PieceLane lane = new PieceLane(16, 2);

  @AfterEach
  void closeLane() {
    lane.close(Duration.ZERO);
  }

  @Test
  void sendingWaitsForRoom() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    lane.send(lane.takeBuffer(), () -> await(sent));
    lane.send(lane.takeBuffer(), () -> await(sent));
    AtomicBoolean third = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              try {
                lane.send(lane.takeBuffer(), () -> null);
                third.set(true);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    writer.start();
    while (writer.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(third).isFalse();
    sent.countDown();
    writer.join();
    assertThat(third).isTrue();
  }

  @Test
  void aFailedPieceGivesBackItsBufferAndItsRoom() throws Exception {
    byte[] buffer = lane.takeBuffer();
    for (int i = 0; i < 3; i++) {
      Future<Void> failing =
          lane.send(
              buffer,
              () -> {
                throw new IOException("piece");
              });
      assertThatThrownBy(failing::get)
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("piece");
    }
    assertThat(lane.takeBuffer()).isSameAs(buffer);
  }

  @Test
  void anInterruptedSenderIsTold() throws Exception {
    CountDownLatch sent = new CountDownLatch(1);
    lane.send(lane.takeBuffer(), () -> await(sent));
    lane.send(lane.takeBuffer(), () -> await(sent));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> lane.send(lane.takeBuffer(), () -> null))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    sent.countDown();
  }

  private static Object await(CountDownLatch latch) throws InterruptedException {
    latch.await();
    return latch;
  }
}
