package dev.runmark.storage.index;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of read-only connections in auto-commit mode, shared by all threads. None is
 * opened before it is needed, so that a reader may start before its server does.
 */
final class ReadPool implements AutoCloseable {

  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final Duration LIFETIME = Duration.ofMinutes(30);

  private final HikariDataSource pool;

  ReadPool(PostgresOptions options, ReadLimits limits) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new Opening(new PostgresConnections(options)));
    config.setPoolName("runmark reader");
    config.setMaximumPoolSize(limits.connections());
    config.setMinimumIdle(0);
    config.setConnectionTimeout(limits.connectionWait().toMillis());
    config.setValidationTimeout(Math.min(limits.connectionWait().toMillis(), 5_000));
    config.setIdleTimeout(IDLE.toMillis());
    config.setMaxLifetime(LIFETIME.toMillis());
    config.setInitializationFailTimeout(-1);
    pool = new HikariDataSource(config);
  }

  /**
   * A connection; closing it gives it back.
   *
   * @throws SQLException when none is free and none can be opened within the wait
   */
  Connection take() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }

  /** Opens connections as all of this package does; of what else a data source can, nothing. */
  private record Opening(PostgresConnections connections) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
      return connections.openReadOnly("runmark reader");
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException("connect as another user");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
      // There is SLF4J.
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // Each connection has its own, from the options.
    }

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException("java.util.logging");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("unwrap " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
