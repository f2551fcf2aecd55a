package dev.runmark.quickstart.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** What the index says of the topics: their numbers, how far they are stored, what was left out. */
final class IndexSources {

  private static final String NUMBERS = "SELECT topic_id, partition, source FROM sources";
  private static final String POSITIONS =
      "SELECT topic_id, partition, position FROM positions JOIN sources USING (source)";
  private static final String GAPS =
      "SELECT topic_id, partition, from_offset, to_offset FROM gaps JOIN sources USING (source)";

  private IndexSources() {}

  private interface Row {
    void tell(Horizon.Source source, ResultSet row) throws SQLException;
  }

  static void tell(Connection connection, Horizon horizon) throws SQLException {
    each(connection, NUMBERS, (source, row) -> horizon.number(source, row.getInt(3)));
    each(connection, POSITIONS, (source, row) -> horizon.stored(source, row.getLong(3)));
    each(
        connection,
        GAPS,
        (source, row) -> horizon.gap(source, new Horizon.Gap(row.getLong(3), row.getLong(4))));
  }

  private static void each(Connection connection, String sql, Row tell) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        tell.tell(new Horizon.Source(row.getObject(1, UUID.class), row.getInt(2)), row);
      }
    }
  }
}
