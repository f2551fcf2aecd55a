package dev.runmark.quickstart.check;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ledger's rows, one after the other, ordered by part. */
final class PartRows implements AutoCloseable {

  private final Statement statement;
  private final ResultSet row;

  PartRows(Connection connection, int fetch) throws SQLException {
    statement = connection.createStatement();
    statement.setFetchSize(fetch);
    row = statement.executeQuery("SELECT * FROM parts ORDER BY part");
  }

  /** Null behind the last one. */
  @Nullable CommittedPart next() throws SQLException {
    if (!row.next()) {
      return null;
    }
    return new CommittedPart(
        row.getObject("part", UUID.class),
        row.getString("bucket"),
        row.getString("key"),
        row.getLong("length"),
        row.getInt("lines"),
        row.getInt("checksum"),
        row.getInt("rows_length"),
        IndexSnapshot.integer(row, "written"),
        IndexSnapshot.integer(row, "stale"),
        row.getInt("compression"),
        row.getInt("state"));
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
