package dev.runmark.storage.index;

import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of where reading may begin, and the record of where it did. Connects for
 * each question. What a start was decided by is compared when it is recorded, so that no lock is
 * held while somebody decides.
 */
public final class PostgresStarts {

  private static final String FIND =
      "SELECT s.source, p.position, p.reason FROM sources s LEFT JOIN positions p USING (source)"
          + " WHERE s.topic_id = ? AND s.partition = ?";
  private static final String SEEN = "SELECT DISTINCT topic FROM sources WHERE topic = ANY (?)";
  private static final String GAP =
      "INSERT INTO gaps (source, from_offset, to_offset, reason)"
          + " VALUES (register_source(?, ?, ?), ?, ?, ?) ON CONFLICT DO NOTHING";
  private static final String MOVE =
      "UPDATE positions p SET position = ?, reason = ?, decided_at = now() FROM sources s"
          + " WHERE s.topic_id = ? AND s.partition = ? AND p.source = s.source"
          + " AND p.position = ? AND p.reason = ?";

  /** A source and its first position in one statement: a source without one was read by replays. */
  private static final String BEGIN =
      "INSERT INTO positions (source, position, reason)"
          + " SELECT register_source(w.topic_id, w.topic, w.partition), w.position, w.reason"
          + " FROM unnest(?, ?, ?, ?, ?) AS w (topic_id, topic, partition, position, reason)"
          + " ON CONFLICT (source) DO NOTHING";

  private final PostgresConnections connections;

  public PostgresStarts(PostgresOptions options) {
    connections = new PostgresConnections(options);
  }

  /** Those of the sources that have a number, after all that frontiers tell was taken in. */
  public Map<SourcePartition, KnownSource> known(Collection<SourcePartition> sources)
      throws IOException {
    return ask(
        "read the positions of the index",
        connection -> {
          FrontierTable.fold(connection, true);
          connection.commit();
          Map<SourcePartition, KnownSource> known = new HashMap<>();
          for (SourcePartition source : sources) {
            KnownSource found = find(connection, source);
            if (found != null) {
              known.put(source, found);
            }
          }
          return known;
        });
  }

  private static @Nullable KnownSource find(Connection connection, SourcePartition source)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setObject(1, source.topicId());
      select.setInt(2, source.partition());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        String reason = row.getString("reason");
        return new KnownSource(
            reason == null ? null : new StartPosition(row.getLong("position"), reason));
      }
    }
  }

  /** Those of the names that a source of whatever generation has. */
  public Set<String> seen(Collection<String> topics) throws IOException {
    return ask(
        "read the topics of the index",
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SEEN)) {
            select.setArray(1, connection.createArrayOf("text", topics.toArray()));
            try (ResultSet rows = select.executeQuery()) {
              Set<String> seen = new HashSet<>();
              while (rows.next()) {
                seen.add(rows.getString(1));
              }
              return seen;
            }
          }
        });
  }

  /**
   * Records starts, all or none. Folding comes first: under its lock all positions are written, and
   * whoever else locks several of them does so in another order.
   *
   * @throws IOException also when another start decided on one of them meanwhile
   */
  public void record(List<SourceStart> starts) throws IOException {
    List<SourceStart> first = starts.stream().filter(start -> start.before() == null).toList();
    ask(
        "record starts in the index",
        connection -> {
          FrontierTable.fold(connection, true);
          for (SourceStart start : starts) {
            StartPosition before = start.before();
            if (before != null) {
              move(connection, start, before);
            }
          }
          if (!first.isEmpty()) {
            begin(connection, first);
          }
          for (SourceStart start : starts) {
            OffsetGap gap = start.gap();
            if (gap != null) {
              insert(connection, start.source(), gap);
            }
          }
          connection.commit();
          return starts;
        });
  }

  private static void move(Connection connection, SourceStart start, StartPosition before)
      throws SQLException, IOException {
    try (PreparedStatement update = connection.prepareStatement(MOVE)) {
      update.setLong(1, start.position().offset());
      update.setString(2, start.position().reason());
      update.setObject(3, start.source().topicId());
      update.setInt(4, start.source().partition());
      update.setLong(5, before.offset());
      update.setString(6, before.reason());
      requireAll(update.executeUpdate(), List.of(start));
    }
  }

  private static void begin(Connection connection, List<SourceStart> starts)
      throws SQLException, IOException {
    try (PreparedStatement insert = connection.prepareStatement(BEGIN)) {
      insert.setArray(1, array(connection, "uuid", starts, s -> s.source().topicId()));
      insert.setArray(2, array(connection, "text", starts, s -> s.source().topic()));
      insert.setArray(3, array(connection, "int", starts, s -> s.source().partition()));
      insert.setArray(4, array(connection, "bigint", starts, s -> s.position().offset()));
      insert.setArray(5, array(connection, "text", starts, s -> s.position().reason()));
      requireAll(insert.executeUpdate(), starts);
    }
  }

  private static java.sql.Array array(
      Connection connection,
      String type,
      List<SourceStart> starts,
      Function<SourceStart, Object> column)
      throws SQLException {
    return connection.createArrayOf(type, starts.stream().map(column).toArray());
  }

  private static void requireAll(int recorded, List<SourceStart> wanted) throws IOException {
    if (recorded != wanted.size()) {
      throw new IOException(
          "record the start of topic "
              + wanted.get(0).source().topic()
              + ": another start decided on "
              + (wanted.size() - recorded)
              + " of "
              + wanted.size()
              + " partition(s) meanwhile");
    }
  }

  /** Records what is never read of a source; a gap that is recorded already stays as it is. */
  public void record(SourcePartition source, OffsetGap gap) throws IOException {
    ask(
        "record a gap in the index",
        connection -> {
          insert(connection, source, gap);
          connection.commit();
          return gap;
        });
  }

  private static void insert(Connection connection, SourcePartition source, OffsetGap gap)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(GAP)) {
      UUID topic = source.topicId();
      insert.setObject(1, topic);
      insert.setString(2, source.topic());
      insert.setInt(3, source.partition());
      insert.setLong(4, gap.from());
      insert.setLong(5, gap.to());
      insert.setString(6, gap.reason());
      insert.executeUpdate();
    }
  }

  private <T> T ask(String what, Question<T> question) throws IOException {
    try (Connection connection = connections.open("runmark positions")) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw new IOException(what + ": " + SqlFault.describe(e), e);
    }
  }

  /** What is asked over a connection without auto-commit; what it did not commit is undone. */
  @FunctionalInterface
  private interface Question<T> {
    T ask(Connection connection) throws SQLException, IOException;
  }
}
