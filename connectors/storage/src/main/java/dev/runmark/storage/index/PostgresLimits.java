package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

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

  /** What is recorded; null before the first start. */
  public @Nullable RecordedLimits recorded() throws IOException {
    try (Connection connection = connections.open("runmark decode limits")) {
      return read(connection, "");
    } catch (SQLException e) {
      throw new IOException("read the decoder's limits: " + SqlFault.describe(e), e);
    }
  }

  /** Records the limits, or what they are looser in. None is ever lowered. */
  public void raise(RecordedLimits limits) throws IOException {
    try (Connection connection = connections.open("runmark decode limits")) {
      write(connection, FIRST, limits);
      RecordedLimits recorded = read(connection, " FOR UPDATE");
      RecordedLimits looser = recorded == null ? limits : recorded.orLooser(limits);
      if (!looser.equals(recorded)) {
        write(connection, UPDATE, looser);
      }
      connection.commit();
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

  private static @Nullable RecordedLimits read(Connection connection, String lock)
      throws SQLException {
    try (Statement select = connection.createStatement();
        ResultSet row =
            select.executeQuery(
                "SELECT record, string, depth, digits, keys, events FROM decode_limits" + lock)) {
      return row.next()
          ? new RecordedLimits(
              row.getLong(1),
              row.getLong(2),
              row.getInt(3),
              row.getInt(4),
              row.getInt(5),
              row.getInt(6))
          : null;
    }
  }
}
