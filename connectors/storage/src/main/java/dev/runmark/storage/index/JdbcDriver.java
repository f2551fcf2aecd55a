package dev.runmark.storage.index;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;

/**
 * PostgreSQL's driver, called without {@link java.sql.DriverManager}.
 *
 * <p>That one keeps a list for the whole JVM and looks for drivers once, in the class path of that
 * moment. A Flink TaskManager gives each job a class loader of its own: a later job would find no
 * driver, and the list would keep the classes of the earlier one for ever.
 */
final class JdbcDriver {

  private static final Driver DRIVER = unlisted();

  private JdbcDriver() {}

  static Connection connect(String url, Properties properties) throws SQLException {
    Connection connection = DRIVER.connect(url, properties);
    if (connection == null) {
      throw new SQLException("connect to " + url.replaceFirst("\\?.*", "") + ": no PostgreSQL URL");
    }
    return connection;
  }

  /** The class lists itself when it is loaded; where it is the JVM's own, others may rely on it. */
  private static Driver unlisted() {
    Driver driver = new Driver();
    if (Driver.class.getClassLoader() != ClassLoader.getSystemClassLoader()) {
      try {
        Driver.deregister();
      } catch (SQLException e) {
        throw new IllegalStateException("take PostgreSQL's driver off the JVM's list", e);
      }
    }
    return driver;
  }
}
