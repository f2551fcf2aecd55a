package dev.runmark.quickstart.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Polls a condition of a running system until it holds or a deadline has passed. */
public final class Await {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private Await() {}

  /**
   * Returns when the condition holds. A condition that throws does not hold yet: servers that are
   * just starting, or were just killed, refuse connections.
   *
   * @param what the condition in words, for the error
   * @throws IllegalStateException when it did not hold in time, with the last thing it threw
   */
  public static void until(String what, Duration patience, Callable<Boolean> condition)
      throws InterruptedException {
    until(what, patience, condition, () -> "");
  }

  /**
   * @param evidence what the error says on top, asked for only then
   */
  public static void until(
      String what, Duration patience, Callable<Boolean> condition, Supplier<String> evidence)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(PAUSE.toMillis());
    } while (System.nanoTime() < deadline);
    throw new IllegalStateException(
        what + ": not within " + patience.toSeconds() + " s\n" + evidence.get(), last);
  }
}
