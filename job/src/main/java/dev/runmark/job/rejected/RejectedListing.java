package dev.runmark.job.rejected;

import dev.runmark.decode.record.Origin;
import dev.runmark.storage.index.PostgresConnections;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.SqlFault;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Reads the table {@code rejected} over one connection that cannot write. */
public final class RejectedListing implements AutoCloseable {

  private static final String WHERE =
      " FROM rejected WHERE (?::text IS NULL OR reason = ?) AND (?::text IS NULL OR topic = ?)"
          + " AND rejected_at >= ?";
  private static final String ROWS =
      "SELECT topic_id, partition, record_offset, event_index, topic, reason, message, operation,"
          + " origin, size, rejected_at, redrive_state, redriven_to"
          + WHERE
          + " ORDER BY rejected_at DESC, topic_id, partition, record_offset DESC, event_index DESC"
          + " LIMIT ?";
  private static final String COUNTS =
      "SELECT reason, count(*), count(*) FILTER (WHERE redrive_state = 2)"
          + WHERE
          + " GROUP BY reason ORDER BY 2 DESC, reason";

  /** PostgreSQL has earlier times, no record was rejected then. */
  private static final Instant BEGINNING = Instant.EPOCH;

  private static final List<String> STATES = List.of("no", "sending", "yes");
  private static final int FETCH = 1_000;

  private final Connection connection;

  private RejectedListing(Connection connection) {
    this.connection = connection;
  }

  public static RejectedListing open(PostgresOptions options) throws IOException {
    try {
      Connection connection = new PostgresConnections(options).open("runmark rejected");
      connection.setReadOnly(true);
      return new RejectedListing(connection);
    } catch (SQLException e) {
      throw new IOException("connect to " + options + ": " + SqlFault.describe(e), e);
    }
  }

  /**
   * Passes rows on, the latest first.
   *
   * @param more whether another one is wanted after this
   */
  public void rows(RejectedQuery query, long limit, Predicate<RejectedEntry> more)
      throws IOException {
    try (PreparedStatement select = connection.prepareStatement(ROWS)) {
      select.setLong(set(select, query), limit);
      select.setFetchSize(FETCH);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next() && more.test(entry(rows))) {
          continue;
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Counts of all rows that are wanted, the most frequent reason first. */
  public List<RejectedCount> counts(RejectedQuery query) throws IOException {
    try (PreparedStatement select = connection.prepareStatement(COUNTS)) {
      set(select, query);
      List<RejectedCount> counts = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          counts.add(new RejectedCount(rows.getString(1), rows.getLong(2), rows.getLong(3)));
        }
      }
      connection.commit();
      return counts;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static int set(PreparedStatement select, RejectedQuery query) throws SQLException {
    select.setString(1, query.reason());
    select.setString(2, query.reason());
    select.setString(3, query.topic());
    select.setString(4, query.topic());
    Instant since = query.since();
    select.setObject(5, (since == null ? BEGINNING : since).atOffset(ZoneOffset.UTC));
    return 6;
  }

  private static RejectedEntry entry(ResultSet row) throws SQLException {
    String origin = row.getString("origin");
    long to = row.getLong("redriven_to");
    boolean redriven = !row.wasNull();
    return new RejectedEntry(
        row.getObject("rejected_at", OffsetDateTime.class).toInstant(),
        new RejectedRow(
            new Origin(
                row.getObject("topic_id", UUID.class),
                row.getInt("partition"),
                row.getLong("record_offset"),
                row.getInt("event_index")),
            row.getString("topic"),
            row.getString("reason"),
            row.getString("message"),
            row.getString("operation"),
            origin == null ? null : Origin.parse(origin),
            row.getLong("size")),
        STATES.get(row.getInt("redrive_state")),
        redriven ? to : null);
  }

  private static IOException failed(SQLException e) {
    return new IOException("read the rejected records: " + SqlFault.describe(e), e);
  }

  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It was to be thrown away in any case.
      return;
    }
  }
}
