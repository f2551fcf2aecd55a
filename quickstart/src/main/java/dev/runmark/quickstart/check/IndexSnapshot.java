package dev.runmark.quickstart.check;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The index as it stands at one moment, read by plain SQL in one repeatable-read transaction. */
final class IndexSnapshot implements AutoCloseable {

  /** What this session is called on the server. */
  static final String APPLICATION = "runmark audit";

  private static final int FETCH = 10_000;
  private static final int BATCH = 1_000;

  private static final String LINES =
      """
      SELECT l.tenant, l.run_id, l.trace_id, l.topic_id, l.partition, l.lo, l.hi,
             l.source, l.created, l.part_id, l.start_offset, l.end_offset, l.line_offset,
             l.line_length, l.checksum, r.trace, p.name AS project_name, r.parent, r.name,
             r.run_type, r.status, r.start_time, r.end_time
      FROM lines l JOIN tenants t ON t.name = l.tenant
      JOIN runs r ON r.tenant = t.tenant AND r.run = l.run_id
      LEFT JOIN projects p ON p.tenant = r.tenant AND p.project = r.project\s""";

  private final Connection connection;

  private IndexSnapshot(Connection connection) {
    this.connection = connection;
  }

  /** Receives rows one by one. */
  interface Rows<T> {
    void next(T row) throws SQLException, IOException;
  }

  /** One row of {@code runs}. */
  record RunRow(String tenant, UUID run, int lines) {}

  static IndexSnapshot open(CheckTarget.Postgres target) throws SQLException {
    Connection connection =
        DriverManager.getConnection(target.jdbcUrl(), target.user(), target.password());
    try {
      connection.setSchema(target.schema());
      connection.setReadOnly(true);
      connection.setAutoCommit(false);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      begin(connection);
      return new IndexSnapshot(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** For other questions to the same snapshot. */
  Connection connection() {
    return connection;
  }

  /** The snapshot is taken here; it must outlive all that is read beside it. */
  private static void begin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL idle_in_transaction_session_timeout = 0");
      statement.execute("SET LOCAL statement_timeout = 0");
      statement.execute("SET LOCAL application_name = '" + APPLICATION + "'");
      statement.execute("SELECT count(*) FROM sources");
    }
  }

  /** The ledger, ordered by part. */
  PartRows parts() throws SQLException {
    return new PartRows(connection, FETCH);
  }

  static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  void runs(Sample sample, Rows<RunRow> rows) throws SQLException, IOException {
    String sql =
        "SELECT t.name, r.run, r.lines FROM runs r JOIN tenants t USING (tenant) WHERE "
            + sample.sql("r.run");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.next(new RunRow(row.getString(1), row.getObject(2, UUID.class), row.getInt(3)));
        }
      }
    }
  }

  /** Every visible line, by part and place. */
  void lines(Sample sample, Rows<VisibleLine> rows) throws SQLException, IOException {
    String sql =
        LINES
            + "WHERE "
            + sample.sql("r.run")
            + " ORDER BY l.part_id, l.start_offset, l.line_offset";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.next(line(row));
        }
      }
    }
  }

  /** The visible lines of the same runs as these, of all tenants, by few statements. */
  List<LineId> linesOf(List<LineId> wanted) throws SQLException {
    List<LineId> found = new ArrayList<>();
    Set<UUID> runs = new LinkedHashSet<>();
    for (LineId line : wanted) {
      runs.add(line.run());
      if (runs.size() == BATCH) {
        linesOf(runs, found);
        runs.clear();
      }
    }
    if (!runs.isEmpty()) {
      linesOf(runs, found);
    }
    return found;
  }

  private void linesOf(Set<UUID> runs, List<LineId> found) throws SQLException {
    String sql =
        """
        SELECT l.* FROM unnest(?::uuid[]) AS wanted (run)
        CROSS JOIN tenants t
        JOIN lines l ON l.tenant = t.name AND l.run_id = wanted.run""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("uuid", runs.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(id(row));
        }
      }
    }
  }

  /** Runs with a line in a part that no ledger row names: the view does not show such lines. */
  void runsInUnknownParts(Rows<UUID> rows) throws SQLException, IOException {
    String sql =
        """
        SELECT run FROM (SELECT run, part FROM runs WHERE lines = 1
                         UNION ALL SELECT run, part FROM fragments) l
        WHERE NOT EXISTS (SELECT FROM parts p WHERE p.part = l.part)""";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.next(row.getObject(1, UUID.class));
        }
      }
    }
  }

  private static VisibleLine line(ResultSet row) throws SQLException {
    return new VisibleLine(
        id(row),
        row.getInt("source"),
        row.getBoolean("created"),
        row.getObject("part_id", UUID.class),
        row.getLong("start_offset"),
        row.getLong("end_offset"),
        row.getInt("line_offset"),
        row.getInt("line_length"),
        row.getInt("checksum"),
        listed(row));
  }

  private static LineId id(ResultSet row) throws SQLException {
    return new LineId(
        row.getString("tenant"),
        row.getObject("run_id", UUID.class),
        row.getObject("trace_id", UUID.class),
        row.getObject("topic_id", UUID.class),
        row.getInt("partition"),
        row.getLong("lo"),
        row.getLong("hi"));
  }

  private static Listed listed(ResultSet row) throws SQLException {
    return new Listed(
        row.getObject("trace", UUID.class),
        row.getString("project_name"),
        row.getObject("parent", UUID.class),
        row.getString("name"),
        row.getString("run_type"),
        integer(row, "status"),
        time(row, "start_time"),
        time(row, "end_time"));
  }

  private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
