package dev.runmark.job.rejected;

import dev.runmark.storage.index.PostgresConnections;
import dev.runmark.storage.index.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.flink.connector.jdbc.datasource.connections.JdbcConnectionProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC connector's connection, opened as all of the index's are: with their timeouts, the
 * password asked for where it is used, and without {@link java.sql.DriverManager}, to which the
 * connector's own provider would go.
 *
 * <p>In auto-commit, since the connector never commits: each batch is a transaction.
 */
final class RejectedRowConnection implements JdbcConnectionProvider {
  private static final long serialVersionUID = 1L;

  /** A restart of the server takes less; after it the job restarts. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int VALID_WITHIN_SECONDS = 5;

  private final IndexAddress index;
  private transient @Nullable Connection connection;

  RejectedRowConnection(IndexAddress index) {
    this.index = index;
  }

  @Override
  public @Nullable Connection getConnection() {
    return connection;
  }

  @Override
  public boolean isConnectionValid() throws SQLException {
    Connection open = connection;
    return open != null && open.isValid(VALID_WITHIN_SECONDS);
  }

  @Override
  public Connection getOrEstablishConnection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = new PostgresConnections(index.resolve()).open("runmark rejected rows");
      open.setAutoCommit(true);
      connection = open;
    }
    return open;
  }

  @Override
  public Connection reestablishConnection() throws SQLException {
    closeConnection();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return getOrEstablishConnection();
      } catch (SQLException e) {
        if (!SqlFault.isTransient(e) || System.nanoTime() > end) {
          throw e;
        }
        pause(e);
      }
    }
  }

  private static void pause(SQLException reason) throws SQLException {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }

  /** Without a good-bye: the other side may not be listening. */
  @Override
  public void closeConnection() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.abort(Runnable::run);
      } catch (SQLException e) {
        // It was to be thrown away in any case.
        return;
      }
    }
  }

  @Override
  public void close() {
    closeConnection();
  }
}
