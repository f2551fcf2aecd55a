package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/**
 * Which events the index has, by the cover rule: those of which committing them again would change
 * nothing. Connects for each question, and only reads.
 */
public final class PostgresEvents {

  private static final String STORED =
      "SELECT w.number FROM unnest(?, ?, ?, ?, ?, ?, ?) WITH ORDINALITY"
          + " AS w (tenant, run, trace, topic_id, partition, lo, hi, number)"
          + " WHERE EXISTS (SELECT FROM tenants t JOIN runs r ON r.tenant = t.tenant"
          + " WHERE t.name = w.tenant AND r.run = w.run AND (r.lines = 0 OR EXISTS ("
          + " SELECT FROM sources s WHERE s.topic_id = w.topic_id AND s.partition = w.partition"
          + " AND (r.lines = 1 AND r.trace = w.trace AND r.source = s.source"
          + " AND r.lo <= w.lo AND r.hi >= w.hi"
          + " OR r.lines > 1 AND EXISTS (SELECT FROM fragments f WHERE f.tenant = r.tenant"
          + " AND f.run = r.run AND f.source = s.source AND f.trace = w.trace"
          + " AND f.lo <= w.lo AND f.hi >= w.hi)))))";

  private final PostgresConnections connections;

  public PostgresEvents(PostgresOptions options) {
    connections = new PostgresConnections(options);
  }

  /** For each event whether it is stored, or its run was deleted for good. */
  public boolean[] stored(List<StoredEvent> events) throws IOException {
    boolean[] stored = new boolean[events.size()];
    if (events.isEmpty()) {
      return stored;
    }
    try (Connection connection = connections.open("runmark replay trial");
        PreparedStatement select = connection.prepareStatement(STORED)) {
      connection.setReadOnly(true);
      select.setArray(1, array(connection, "text", events, e -> e.key().tenant()));
      select.setArray(2, array(connection, "uuid", events, e -> e.key().run()));
      select.setArray(3, array(connection, "uuid", events, StoredEvent::trace));
      select.setArray(4, array(connection, "uuid", events, e -> e.source().topicId()));
      select.setArray(5, array(connection, "int", events, e -> e.source().partition()));
      select.setArray(6, array(connection, "bigint", events, e -> e.span().lo()));
      select.setArray(7, array(connection, "bigint", events, e -> e.span().hi()));
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          stored[found.getInt(1) - 1] = true;
        }
      }
      return stored;
    } catch (SQLException e) {
      throw new IOException("look up events in the index: " + SqlFault.describe(e), e);
    }
  }

  private static Array array(
      Connection connection,
      String type,
      List<StoredEvent> events,
      Function<StoredEvent, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, events.stream().map(column).toArray());
  }
}
