package dev.runmark.storage.objects;

import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.retry.RetryCause;
import dev.runmark.storage.retry.RetryListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Repeats calls to S3 that may succeed another time, with growing pauses, within a budget of time.
 *
 * <p>The SDK's own retries are off: they count attempts instead of time, and they would hide from
 * us that an earlier attempt may have done its work and only its answer was lost.
 */
final class S3Calls {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final String bucket;
  private final Duration budget;
  private final RetryListener retries;

  S3Calls(String bucket, Duration budget, RetryListener retries) {
    this.bucket = bucket;
    this.budget = budget;
    this.retries = retries;
  }

  /** One try of a call. */
  @FunctionalInterface
  interface Attempt<T> {

    /**
     * @param doubtful whether an earlier attempt of the same call failed in a way that leaves open
     *     whether the server did it
     * @throws WrongAnswerException to be tried again; any other IOException ends the call
     */
    T run(boolean doubtful) throws IOException;
  }

  /** The server answered something that it must not: worth another try, never data. */
  static final class WrongAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    WrongAnswerException(String message) {
      super(message);
    }
  }

  <T> T run(String operation, String key, Attempt<T> attempt) throws IOException {
    return run(operation, key, () -> false, attempt);
  }

  /**
   * Runs a call until it succeeds, fails for good, or the budget is used up.
   *
   * @param abandoned asked before each further try
   */
  <T> T run(String operation, String key, BooleanSupplier abandoned, Attempt<T> attempt)
      throws IOException {
    String what = operation + " " + key + " in bucket " + bucket;
    long begun = System.nanoTime();
    for (int tries = 1; true; tries++) {
      try {
        return attempt.run(tries > 1);
      } catch (AbortedException e) {
        throw interrupted(what, e);
      } catch (SdkException e) {
        if (!S3Errors.passes(e)) {
          throw new IOException(what + ": " + S3Errors.describe(e), e);
        }
        pause(what, tries, begun, new Failure(S3Errors.cause(e), S3Errors.describe(e), e));
      } catch (WrongAnswerException e) {
        pause(
            what,
            tries,
            begun,
            new Failure(RetryCause.WRONG_ANSWER, String.valueOf(e.getMessage()), e));
      }
      if (abandoned.getAsBoolean()) {
        throw new IOException(what + ": the upload was given up after " + tries + " attempts");
      }
    }
  }

  private record Failure(RetryCause cause, String reason, Exception exception) {}

  private void pause(String what, int tries, long begun, Failure failure) throws IOException {
    Duration pause = pauseAfter(tries);
    Duration spent = Duration.ofNanos(System.nanoTime() - begun);
    if (spent.plus(pause).compareTo(budget) > 0) {
      throw new StoreAwayException(
          StoreAwayException.Store.OBJECTS,
          spent,
          String.format(
              "%s: gave up after %d attempts in %d ms (retry budget %d ms), the last: %s",
              what, tries, spent.toMillis(), budget.toMillis(), failure.reason),
          failure.exception);
    }
    retries.retried(failure.cause);
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw interrupted(what, e);
    }
  }

  /** Doubles from try to try; the half of it that is random keeps many clients apart. */
  private static Duration pauseAfter(int tries) {
    long whole = FIRST_PAUSE.toMillis() << Math.min(tries - 1, 16);
    long capped = Math.min(whole, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(capped / 2 + ThreadLocalRandom.current().nextLong(capped / 2 + 1));
  }

  private static InterruptedIOException interrupted(String what, Exception cause) {
    Thread.currentThread().interrupt();
    InterruptedIOException interrupted = new InterruptedIOException(what + ": interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }
}
