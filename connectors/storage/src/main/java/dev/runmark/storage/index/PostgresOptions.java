package dev.runmark.storage.index;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the index.
 *
 * @param url a JDBC URL without user and password
 * @param password asked for at each new connection, so that a rotated secret is picked up; null
 *     where the server trusts the user
 * @param schema the schema that holds the tables
 * @param limits how long anything may take
 */
public record PostgresOptions(
    String url, String user, @Nullable Supplier<String> password, String schema, Limits limits) {

  public PostgresOptions {
    if (!url.startsWith("jdbc:postgresql:")) {
      // Not quoted: in another form it may carry a password.
      throw new IllegalArgumentException("PostgreSQL URL: wanted jdbc:postgresql:…");
    }
    if (!schema.matches("[a-z_][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException(
          "PostgreSQL schema '" + schema + "': wanted lower-case letters, digits and '_'");
    }
  }

  /** Hides the password and whatever the URL carries after its '?'. */
  @Override
  public String toString() {
    return "PostgresOptions[" + url.replaceFirst("\\?.*", "") + ", " + user + ", " + schema + "]";
  }

  /**
   * Bounds in time.
   *
   * @param connect for opening a connection
   * @param statement for one statement
   * @param lock for waiting for one lock
   * @param idleInTransaction after which the server ends a session that stopped in a transaction
   * @param commitBudget for one commit with all its retries; keep it well below Flink's {@code
   *     task.cancellation.timeout} (180 s)
   */
  public record Limits(
      Duration connect,
      Duration statement,
      Duration lock,
      Duration idleInTransaction,
      Duration commitBudget) {

    public static final Limits DEFAULT =
        new Limits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(90));

    /** How long a read from the socket may take: longer than any statement may. */
    Duration socket() {
      return statement.plusSeconds(5);
    }
  }
}
