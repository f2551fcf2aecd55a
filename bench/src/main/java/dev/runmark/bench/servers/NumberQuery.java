package dev.runmark.bench.servers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A number that is asked for again and again while something is measured: over a connection that
 * stays open, since to open one costs both sides some milliseconds of CPU time. Not for use by
 * several threads.
 */
public final class NumberQuery implements AutoCloseable {

  private final Connection connection;
  private final PreparedStatement statement;

  NumberQuery(Connection connection, String query) throws SQLException {
    this.connection = connection;
    this.statement = connection.prepareStatement(query);
  }

  public long ask() throws SQLException {
    try (ResultSet answer = statement.executeQuery()) {
      answer.next();
      return answer.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
