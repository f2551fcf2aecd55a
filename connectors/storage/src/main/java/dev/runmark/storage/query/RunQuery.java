package dev.runmark.storage.query;

import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.part.RunStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which runs of a tenant to list; null filters nothing. Begin with {@link #of}.
 *
 * @param status a run of which no line has told counts as pending
 * @param hasError whether the status is error; not together with {@code status}
 * @param namePrefix what its name begins with, case and all
 * @param from start times from this one on; excludes runs without one
 * @param to start times before this one; excludes runs without one
 * @param limit runs a page, 1 to {@link #LARGEST_PAGE}
 */
public record RunQuery(
    String tenant,
    @Nullable String project,
    @Nullable UUID trace,
    @Nullable String runType,
    @Nullable RunStatus status,
    @Nullable Boolean hasError,
    @Nullable String namePrefix,
    @Nullable Instant from,
    @Nullable Instant to,
    Order order,
    int limit) {

  public static final int LARGEST_PAGE = 10_000;
  private static final int PAGE = 100;

  public RunQuery {
    QueryText.check("tenant", tenant);
    QueryText.check("project", project);
    QueryText.check("runType", runType);
    QueryText.check("namePrefix", namePrefix);
    QueryText.check(from, to);
    QueryText.check(limit, LARGEST_PAGE);
    if (status != null && hasError != null) {
      throw new InvalidQueryException("hasError", "not together with status");
    }
  }

  /** All runs of a tenant, newest first, 100 a page. */
  public static RunQuery of(String tenant) {
    return new RunQuery(
        tenant, null, null, null, null, null, null, null, null, Order.NEWEST_FIRST, PAGE);
  }

  public RunQuery withProject(String wanted) {
    return new RunQuery(
        tenant, wanted, trace, runType, status, hasError, namePrefix, from, to, order, limit);
  }

  public RunQuery withTrace(UUID wanted) {
    return new RunQuery(
        tenant, project, wanted, runType, status, hasError, namePrefix, from, to, order, limit);
  }

  public RunQuery withRunType(String wanted) {
    return new RunQuery(
        tenant, project, trace, wanted, status, hasError, namePrefix, from, to, order, limit);
  }

  public RunQuery withStatus(RunStatus wanted) {
    return new RunQuery(
        tenant, project, trace, runType, wanted, hasError, namePrefix, from, to, order, limit);
  }

  public RunQuery withHasError(boolean wanted) {
    return new RunQuery(
        tenant, project, trace, runType, status, wanted, namePrefix, from, to, order, limit);
  }

  public RunQuery withNamePrefix(String wanted) {
    return new RunQuery(
        tenant, project, trace, runType, status, hasError, wanted, from, to, order, limit);
  }

  /** Start times in {@code [from, to)}; null leaves a side open. */
  public RunQuery within(@Nullable Instant first, @Nullable Instant end) {
    return new RunQuery(
        tenant, project, trace, runType, status, hasError, namePrefix, first, end, order, limit);
  }

  public RunQuery in(Order wanted) {
    return new RunQuery(
        tenant, project, trace, runType, status, hasError, namePrefix, from, to, wanted, limit);
  }

  public RunQuery withLimit(int wanted) {
    return new RunQuery(
        tenant, project, trace, runType, status, hasError, namePrefix, from, to, order, wanted);
  }
}
