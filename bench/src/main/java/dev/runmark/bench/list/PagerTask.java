package dev.runmark.bench.list;

import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.bench.servers.S3Access;
import org.jspecify.annotations.Nullable;

/**
 * What the listing JVM is to do.
 *
 * @param expected runs in the list
 * @param lists how often
 */
record PagerTask(
    PostgresAccess postgres,
    String schema,
    S3Access s3,
    Wanted wanted,
    int expected,
    int page,
    int lists) {

  /**
   * Which list.
   *
   * @param project whose runs are listed; null: of all of them
   * @param documents whether with their documents
   */
  record Wanted(String tenant, @Nullable String project, boolean documents) {}
}
