package dev.runmark.storage.index;

import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Where reading of a source may begin. Connects for each question, as a writer of the index. */
public final class PostgresPositions {

  private final PostgresConnections connections;

  public PostgresPositions(PostgresOptions options) {
    connections = new PostgresConnections(options);
  }

  /**
   * The safe position of each source that has one, by all that is committed now: every lower offset
   * is stored, is gone by a recorded gap, or was not wanted. A position never falls.
   */
  public Map<SourcePartition, Long> positions() throws IOException {
    try (Connection connection = connections.open("runmark positions")) {
      connection.setAutoCommit(true);
      FrontierTable.fold(connection, true);
      return read(connection);
    } catch (SQLException e) {
      throw new IOException("read the positions of the index: " + SqlFault.describe(e), e);
    }
  }

  private static Map<SourcePartition, Long> read(Connection connection) throws SQLException {
    Map<SourcePartition, Long> positions = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT topic_id, topic, partition, position FROM positions"
                    + " JOIN sources USING (source)")) {
      while (rows.next()) {
        SourcePartition source =
            new SourcePartition(rows.getObject(1, UUID.class), rows.getString(2), rows.getInt(3));
        positions.put(source, rows.getLong(4));
      }
    }
    return positions;
  }
}
