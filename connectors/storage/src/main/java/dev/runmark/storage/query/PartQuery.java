package dev.runmark.storage.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of the ledger to list. Parts hold the runs of all tenants: a caller who may see one
 * tenant only must not see them.
 *
 * <p>The order is that of opening. A part that was opened early and committed late appears behind a
 * cursor that has passed its place.
 *
 * @param from opened at this time or later, by the writer's clock
 * @param to opened before this time
 * @param limit parts a page, 1 to 10,000
 */
public record PartQuery(@Nullable Instant from, @Nullable Instant to, Order order, int limit) {

  public PartQuery {
    QueryText.check(from, to);
    QueryText.check(limit, RunQuery.LARGEST_PAGE);
  }
}
