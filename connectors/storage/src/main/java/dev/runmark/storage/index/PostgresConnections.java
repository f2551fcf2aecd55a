package dev.runmark.storage.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Opens connections that cannot hang: every wait has a limit, on the server and on the socket.
 *
 * <p>pgjdbc has neither a socket timeout nor TCP keep-alive by default; a COMMIT into a black hole
 * would otherwise wait for ever.
 */
public final class PostgresConnections {

  private final PostgresOptions options;

  public PostgresConnections(PostgresOptions options) {
    this.options = options;
  }

  /**
   * A connection in READ COMMITTED without auto-commit; the caller closes it.
   *
   * @param applicationName what the server's lists of sessions call it
   */
  public Connection open(String applicationName) throws SQLException {
    Connection connection = connect(applicationName, "");
    try {
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection in auto-commit mode on which the server refuses every write. */
  Connection openReadOnly(String applicationName) throws SQLException {
    return connect(applicationName, " -c default_transaction_read_only=on");
  }

  private Connection connect(String applicationName, String settings) throws SQLException {
    PostgresOptions.Limits limits = options.limits();
    Properties properties = new Properties();
    properties.setProperty("user", options.user());
    if (options.password() != null) {
      properties.setProperty("password", options.password().get());
    }
    properties.setProperty("ApplicationName", applicationName);
    properties.setProperty("currentSchema", options.schema());
    properties.setProperty("connectTimeout", seconds(limits.connect()));
    properties.setProperty("loginTimeout", seconds(limits.connect()));
    properties.setProperty("socketTimeout", seconds(limits.socket()));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    // The detail of an error quotes values.
    properties.setProperty("logServerErrorDetail", "false");
    properties.setProperty("options", serverSettings(limits) + settings);
    return JdbcDriver.connect(options.url(), properties);
  }

  private static String serverSettings(PostgresOptions.Limits limits) {
    return "-c statement_timeout="
        + limits.statement().toMillis()
        + " -c lock_timeout="
        + limits.lock().toMillis()
        + " -c idle_in_transaction_session_timeout="
        + limits.idleInTransaction().toMillis()
        + " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3"
        + " -c synchronous_commit=on"
        // Compiling a statement takes longer than any of these runs.
        + " -c jit=off";
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.toSeconds()));
  }
}
