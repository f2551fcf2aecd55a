package dev.runmark.job.doctor;

import dev.runmark.job.options.RunmarkOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the checks one after the other, from the broker to the index, each within a bounded time. A
 * check that rests on one that failed is not made: it would only repeat it in other words.
 */
public final class Doctor {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Check> checks = new ArrayList<>();
  private final Duration patience;

  Doctor(List<Check> checks, Duration patience) {
    this.checks.addAll(checks);
    this.patience = patience;
  }

  /**
   * @param flink address of Flink's REST API; null when it is not to be looked at
   */
  public static Doctor of(RunmarkOptions options, @Nullable URI flink) {
    List<Check> checks = new ArrayList<>(MachineChecks.all());
    checks.addAll(new KafkaChecks(options).all());
    if (flink != null) {
      checks.addAll(new FlinkChecks(flink).all());
    }
    checks.addAll(new ObjectChecks(options.s3()).all());
    checks.addAll(new IndexChecks(options.postgres()).all());
    return new Doctor(checks, PATIENCE);
  }

  /**
   * Looks at everything.
   *
   * @param told each finding as soon as it is made
   * @return whether nothing failed
   */
  public boolean examine(Consumer<Finding> told) throws InterruptedException {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "doctor");
              thread.setDaemon(true);
              return thread;
            });
    Set<String> failed = new HashSet<>();
    try {
      for (Check check : checks) {
        Finding finding = look(check, failed, threads);
        if (finding.verdict() == Verdict.FAIL || finding.verdict() == Verdict.SKIPPED) {
          failed.add(check.subject());
        }
        told.accept(finding);
      }
    } finally {
      threads.shutdownNow();
    }
    return failed.isEmpty();
  }

  private Finding look(Check check, Set<String> failed, ExecutorService threads)
      throws InterruptedException {
    if (check.needs() != null && failed.contains(check.needs())) {
      return new Finding(
          Verdict.SKIPPED, check.subject(), "not looked at, since '" + check.needs() + "' failed");
    }
    Future<Check.Result> answer = threads.submit(check.examination()::look);
    try {
      Check.Result result = answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Finding(result.verdict(), check.subject(), result.text());
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Finding(
          Verdict.FAIL, check.subject(), "no answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      return new Finding(
          Verdict.FAIL, check.subject(), message == null ? cause.toString() : message);
    }
  }
}
