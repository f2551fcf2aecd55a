package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the index says of itself, for people. Each answer takes at most the statement timeout:
 * tables that are too large to count are estimated, and said to be.
 *
 * <p>Positions rise when frontiers are folded, which a reader may not do: for that role they are as
 * the last committer or status left them. Owned by one thread.
 */
public final class IndexStatus implements AutoCloseable {

  /** Counted in about a second; beyond it the server's estimate is close enough. */
  private static final long COUNTED = 2_000_000;

  private static final String LEDGER =
      "SELECT count(*), coalesce(sum(lines), 0), coalesce(sum(stale), 0),"
          + " coalesce(sum(length), 0), coalesce(sum(rows_length), 0),"
          + " min(committed_at), max(committed_at) FROM parts";
  private static final String LAST =
      "SELECT committed_at, part, lines, length, key FROM parts"
          + " ORDER BY committed_at DESC, part DESC LIMIT ?";
  private static final String ESTIMATES =
      "SELECT greatest(0, (SELECT reltuples FROM pg_class WHERE oid = to_regclass('runs')))::bigint,"
          + " greatest(0, (SELECT reltuples FROM pg_class WHERE oid = to_regclass('fragments')))"
          + "::bigint, pg_total_relation_size('runs') + pg_total_relation_size('fragments')";
  private static final String COUNTS =
      "SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM fragments)";
  private static final String MAY_FOLD =
      "SELECT has_function_privilege('fold_frontiers(boolean)', 'EXECUTE')";
  private static final String POSITIONS =
      "SELECT s.topic_id, s.topic, s.partition, p.position, p.reason FROM sources s"
          + " LEFT JOIN positions p ON p.source = s.source ORDER BY s.topic, s.source";
  private static final String GAPS =
      "SELECT g.recorded_at, s.topic, s.partition, g.from_offset, g.to_offset, g.reason"
          + " FROM gaps g JOIN sources s ON s.source = g.source"
          + " ORDER BY g.recorded_at DESC, s.source, g.from_offset LIMIT ?";

  private final Connection connection;
  private final PostgresOptions options;

  private IndexStatus(Connection connection, PostgresOptions options) {
    this.connection = connection;
    this.options = options;
  }

  public static IndexStatus open(PostgresOptions options) throws IOException {
    try {
      Connection connection = new PostgresConnections(options).open("runmark status");
      connection.setAutoCommit(true);
      return new IndexStatus(connection, options);
    } catch (SQLException e) {
      throw new IOException("connect to " + options + ": " + SqlFault.describe(e), e);
    }
  }

  public LedgerTotals ledger() throws IOException {
    return rows(
            LEDGER,
            null,
            row ->
                new LedgerTotals(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    time(row, 6),
                    time(row, 7)))
        .get(0);
  }

  /** The newest commits, the latest first. */
  public List<CommittedPart> last(int most) throws IOException {
    return rows(
        LAST,
        most,
        row ->
            new CommittedPart(
                known(row, 1),
                LineColumns.uuid(row, "part"),
                row.getInt(3),
                row.getLong(4),
                row.getString(5)));
  }

  public IndexTotals totals() throws IOException {
    IndexTotals estimate =
        rows(
                ESTIMATES,
                null,
                row -> new IndexTotals(row.getLong(1), row.getLong(2), false, row.getLong(3)))
            .get(0);
    if (estimate.runs() + estimate.fragments() > COUNTED) {
      return estimate;
    }
    return rows(
            COUNTS,
            null,
            row -> new IndexTotals(row.getLong(1), row.getLong(2), true, estimate.bytes()))
        .get(0);
  }

  /** Folds the frontiers, when this role may; whether it did. */
  public boolean fold() throws IOException {
    boolean may = rows(MAY_FOLD, null, row -> row.getBoolean(1)).get(0);
    if (may) {
      rows("SELECT fold_frontiers(false)", null, row -> 1);
    }
    return may;
  }

  public List<SourcePosition> positions() throws IOException {
    return rows(
        POSITIONS,
        null,
        row ->
            new SourcePosition(
                LineColumns.uuid(row, "topic_id"),
                row.getString(2),
                row.getInt(3),
                row.getObject(4, Long.class),
                row.getString(5)));
  }

  /** The latest recorded gaps. */
  public List<RecordedGap> gaps(int most) throws IOException {
    return rows(
        GAPS,
        most,
        row ->
            new RecordedGap(
                known(row, 1),
                row.getString(2),
                row.getInt(3),
                row.getLong(4),
                row.getLong(5),
                row.getString(6)));
  }

  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> rows(String sql, @Nullable Integer most, Row<T> one) throws IOException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      if (most != null) {
        select.setInt(1, most);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(one.read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IOException("read the status of " + options + ": " + SqlFault.describe(e), e);
    }
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static Instant known(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was only read from.
      return;
    }
  }
}
