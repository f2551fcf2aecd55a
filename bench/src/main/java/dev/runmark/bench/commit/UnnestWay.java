package dev.runmark.bench.commit;

import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.storage.part.RunLine;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * INSERT … SELECT FROM unnest(arrays), so many rows a statement, all in one transaction. What is
 * the same in every row is written into the statement, so that only what differs is sent.
 */
final class UnnestWay implements Way {

  private static final int ROWS_A_STATEMENT = 10_000;

  private final String table;
  private final Connection connection;
  private List<RunLine> lines = List.of();

  UnnestWay(String table, PostgresAccess access) throws SQLException {
    this.table = table;
    connection = access.connect();
    connection.setAutoCommit(false);
  }

  @Override
  public String name() {
    return "INSERT … unnest";
  }

  @Override
  public String table() {
    return table;
  }

  @Override
  public void prepare(Batch batch) {
    lines = batch.lines();
  }

  @Override
  public void store() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (lo, hi, start_offset, start_time, end_time, tenant, lines, source, length,"
                + " line_offset, line_length, checksum, project, status, created, run, trace, part,"
                + " parent, run_type, name) SELECT lo, hi, start_offset, start_time, end_time, 1,"
                + " 1, 1, 1001, 0, 1000, 0, 1, 1, true, run, trace,"
                + " '00000000-0000-0007-0000-000000000007'::uuid, parent, run_type, name"
                + " FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::timestamptz[],"
                + " ?::timestamptz[], ?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[])"
                + " AS t (lo, hi, start_offset, start_time, end_time, run, trace, parent,"
                + " run_type, name)")) {
      for (int from = 0; from < lines.size(); from += ROWS_A_STATEMENT) {
        bind(insert, from, Math.min(lines.size(), from + ROWS_A_STATEMENT));
        insert.executeUpdate();
      }
    }
    connection.commit();
  }

  private void bind(PreparedStatement to, int from, int end) throws SQLException {
    List<RunLine> rows = lines.subList(from, end);
    Long[] offsets = new Long[rows.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (from + i) * 1001L;
    }
    // Longs go in binary.
    to.setArray(1, longs(rows, line -> line.span().lo()));
    to.setArray(2, longs(rows, line -> line.span().hi()));
    to.setArray(3, connection.createArrayOf("int8", offsets));
    to.setArray(4, array("timestamptz", rows, line -> Timestamp.from(line.listing().startTime())));
    to.setArray(5, array("timestamptz", rows, line -> Timestamp.from(line.listing().endTime())));
    to.setArray(6, uuids(rows, line -> line.key().run()));
    to.setArray(7, uuids(rows, RunLine::trace));
    to.setArray(8, uuids(rows, line -> line.listing().parent()));
    to.setArray(9, array("text", rows, line -> line.listing().runType()));
    to.setArray(10, array("text", rows, line -> line.listing().name()));
  }

  private java.sql.Array longs(List<RunLine> rows, Function<RunLine, Long> value)
      throws SQLException {
    return connection.createArrayOf("int8", rows.stream().map(value).toArray(Long[]::new));
  }

  private java.sql.Array uuids(List<RunLine> rows, Function<RunLine, UUID> value)
      throws SQLException {
    return array("uuid", rows, value::apply);
  }

  private java.sql.Array array(String type, List<RunLine> rows, Function<RunLine, Object> value)
      throws SQLException {
    return connection.createArrayOf(type, rows.stream().map(value).toArray());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
