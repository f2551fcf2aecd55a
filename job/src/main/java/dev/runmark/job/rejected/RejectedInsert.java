package dev.runmark.job.rejected;

import dev.runmark.decode.record.Origin;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The statement that adds a row to the table {@code rejected} unless it is there. Without a
 * conflict target, so that the right to insert is all that it needs.
 */
public final class RejectedInsert {

  public static final String SQL =
      "INSERT INTO rejected (topic_id, partition, record_offset, event_index, topic, reason,"
          + " message, operation, origin, size) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
          + " ON CONFLICT DO NOTHING";

  private RejectedInsert() {}

  /** Sets all parameters. */
  public static void set(PreparedStatement insert, RejectedRow row) throws SQLException {
    int next = setKey(insert, 1, row.key());
    insert.setString(next, row.topic());
    insert.setString(next + 1, row.reason());
    insert.setString(next + 2, row.message());
    insert.setString(next + 3, row.operation());
    Origin origin = row.origin();
    insert.setString(next + 4, origin == null ? null : origin.toString());
    insert.setLong(next + 5, row.size());
  }

  /**
   * Sets the four columns of a key, in the order of the primary key.
   *
   * @return the index of the parameter behind them
   */
  public static int setKey(PreparedStatement statement, int first, Origin key) throws SQLException {
    statement.setObject(first, key.topicId());
    statement.setInt(first + 1, key.partition());
    statement.setLong(first + 2, key.offset());
    statement.setInt(first + 3, key.index());
    return first + 4;
  }
}
