package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * What the index knows of events. It has those, by the cover rule, of which committing them again
 * would change nothing. Connects for each question, and only reads, as a role that sees all
 * tenants.
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

  private static final String REJECTED =
      "SELECT w.number, bool_or(j.redrive_state = 2) FROM unnest(?, ?, ?, ?) WITH ORDINALITY"
          + " AS w (topic_id, partition, record_offset, event_index, number)"
          + " JOIN rejected j ON j.topic_id = w.topic_id AND j.partition = w.partition"
          + " AND j.record_offset = w.record_offset AND j.event_index IN (w.event_index, -1)"
          + " GROUP BY w.number";

  private final PostgresConnections connections;

  public PostgresEvents(PostgresOptions options) {
    connections = new PostgresConnections(options);
  }

  /** The state of each event. */
  public EventState[] states(List<StoredEvent> events) throws IOException {
    EventState[] states = new EventState[events.size()];
    Arrays.fill(states, EventState.MISSING);
    if (events.isEmpty()) {
      return states;
    }
    try (Connection connection = connections.open("runmark replay trial")) {
      connection.setReadOnly(true);
      TenantWall.requireAllTenants(connection);
      findStored(connection, events, states);
      findRejected(connection, events, states);
      return states;
    } catch (SQLException e) {
      throw new IOException("look up events in the index: " + SqlFault.describe(e), e);
    }
  }

  private static void findStored(
      Connection connection, List<StoredEvent> events, EventState[] states) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(STORED)) {
      select.setArray(1, array(connection, "text", events, e -> e.key().tenant()));
      select.setArray(2, array(connection, "uuid", events, e -> e.key().run()));
      select.setArray(3, array(connection, "uuid", events, StoredEvent::trace));
      select.setArray(4, array(connection, "uuid", events, e -> e.source().topicId()));
      select.setArray(5, array(connection, "int", events, e -> e.source().partition()));
      select.setArray(6, array(connection, "bigint", events, e -> e.span().lo()));
      select.setArray(7, array(connection, "bigint", events, e -> e.span().hi()));
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          states[found.getInt(1) - 1] = EventState.STORED;
        }
      }
    }
  }

  private static void findRejected(
      Connection connection, List<StoredEvent> events, EventState[] states) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(REJECTED)) {
      select.setArray(1, array(connection, "uuid", events, e -> e.source().topicId()));
      select.setArray(2, array(connection, "int", events, e -> e.source().partition()));
      select.setArray(3, array(connection, "bigint", events, StoredEvent::offset));
      select.setArray(4, array(connection, "int", events, StoredEvent::index));
      try (ResultSet found = select.executeQuery()) {
        while (found.next()) {
          boolean redriven = found.getBoolean(2);
          states[found.getInt(1) - 1] = redriven ? EventState.REDRIVEN : EventState.REJECTED;
        }
      }
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
