package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BiPredicate;

/** The decoder limits of all that the index has. Connects for each question. */
public final class PostgresLimits {

  private static final String FIRST =
      "INSERT INTO decode_limits (record, string, depth, digits, keys, events)"
          + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String UPDATE =
      "UPDATE decode_limits SET record = ?, string = ?, depth = ?, digits = ?, keys = ?,"
          + " events = ?, decided_at = now()";

  private final PostgresConnections connections;

  public PostgresLimits(PostgresOptions options) {
    connections = new PostgresConnections(options);
  }

  /**
   * Records the limits where none are recorded, or where they may take the place of the recorded
   * ones.
   *
   * @param accepts the recorded ones and the new ones: whether to record the new ones
   * @return the recorded ones before this call; the new ones when there were none
   */
  public RecordedLimits replace(
      RecordedLimits wanted, BiPredicate<RecordedLimits, RecordedLimits> accepts)
      throws IOException {
    try (Connection connection = connections.open("runmark decode limits")) {
      write(connection, FIRST, wanted);
      RecordedLimits recorded = lock(connection);
      if (!recorded.equals(wanted) && accepts.test(recorded, wanted)) {
        write(connection, UPDATE, wanted);
      }
      connection.commit();
      return recorded;
    } catch (SQLException e) {
      throw new IOException("record the decoder's limits: " + SqlFault.describe(e), e);
    }
  }

  private static void write(Connection connection, String sql, RecordedLimits limits)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, limits.record());
      statement.setLong(2, limits.string());
      statement.setInt(3, limits.depth());
      statement.setInt(4, limits.digits());
      statement.setInt(5, limits.keys());
      statement.setInt(6, limits.events());
      statement.executeUpdate();
    }
  }

  private static RecordedLimits lock(Connection connection) throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery(
                "SELECT record, string, depth, digits, keys, events FROM decode_limits"
                    + " FOR UPDATE")) {
      if (!row.next()) {
        throw new SQLException("the decoder's limits have no row", "XX001");
      }
      return new RecordedLimits(
          row.getLong(1),
          row.getLong(2),
          row.getInt(3),
          row.getInt(4),
          row.getInt(5),
          row.getInt(6));
    }
  }
}
