package dev.runmark.quickstart.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C as something to ask for. The JVM ends when the thread that asks has cleaned up, or a while
 * later if it does not.
 */
final class Ending {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final CountDownLatch wanted = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);

  private Ending() {}

  static Ending onInterrupt() {
    Ending ending = new Ending();
    Runtime.getRuntime().addShutdownHook(new Thread(ending::hold, "ending"));
    return ending;
  }

  private void hold() {
    wanted.countDown();
    try {
      if (!done.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        System.err.println("gave up waiting for an orderly end after " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean wanted() {
    return wanted.getCount() == 0;
  }

  /** Waits until it is wanted. */
  void await() throws InterruptedException {
    wanted.await();
  }

  /** Waits as long, or until it is wanted, and says whether it is. */
  boolean await(Duration atMost) throws InterruptedException {
    return wanted.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** All is cleaned up: the JVM may end. */
  void done() {
    done.countDown();
  }
}
