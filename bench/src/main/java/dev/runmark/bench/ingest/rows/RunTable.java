package dev.runmark.bench.ingest.rows;

import dev.runmark.bench.servers.PostgresAccess;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.jspecify.annotations.Nullable;

/**
 * A table of runs that is kept by Flink's JDBC connector: one upsert a run, at least once, which by
 * the primary key is as good as once. It says nothing of where a run's bytes lie.
 *
 * @param name of the table, in the server's default schema
 */
public record RunTable(PostgresAccess postgres, String name) {

  private static final int ROWS_IN_A_BATCH = 1_000;
  private static final long MILLIS_TO_WAIT_FOR_THEM = 200;
  private static final int RETRIES = 3;

  /** Makes it anew, with the indexes that looking up, showing a trace and listing want. */
  public void create() throws SQLException {
    postgres.execute(
        "DROP TABLE IF EXISTS " + name,
        "CREATE TABLE "
            + name
            + " (run uuid PRIMARY KEY, trace uuid NOT NULL, parent uuid, project text, start_time"
            + " timestamptz, end_time timestamptz, status text NOT NULL, run_type text, name text)",
        "CREATE INDEX ON " + name + " (trace)",
        "CREATE INDEX ON " + name + " (project, start_time)");
  }

  /** Lets a row be written for each run of the stream. */
  public void write(DataStream<byte[]> runs) {
    JdbcSink<RunRow> sink =
        JdbcSink.<RunRow>builder()
            .withExecutionOptions(
                JdbcExecutionOptions.builder()
                    .withBatchSize(ROWS_IN_A_BATCH)
                    .withBatchIntervalMs(MILLIS_TO_WAIT_FOR_THEM)
                    .withMaxRetries(RETRIES)
                    .build())
            .withQueryStatement(upsert(), RunTable::set)
            .buildAtLeastOnce(
                new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
                    .withUrl(postgres.url())
                    .withDriverName("org.postgresql.Driver")
                    .withUsername(postgres.user())
                    .withPassword(postgres.password())
                    // A batch becomes statements of many rows.
                    .withProperty("reWriteBatchedInserts", "true")
                    .build());
    runs.map(RunRowReader::read)
        .returns(RunRow.class)
        .name("parse")
        .uid("parse")
        .sinkTo(sink)
        .name("upsert")
        .uid("upsert");
  }

  public long count() throws SQLException {
    return postgres.number("SELECT count(*) FROM " + name);
  }

  /** Removes it, and lets the server write what that leaves it to do. */
  public void drop() throws SQLException {
    postgres.execute("DROP TABLE IF EXISTS " + name, "CHECKPOINT");
  }

  private String upsert() {
    return "INSERT INTO "
        + name
        + " (run, trace, parent, project, start_time, end_time, status, run_type, name)"
        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run) DO UPDATE SET"
        + " trace = excluded.trace, parent = excluded.parent, project = excluded.project,"
        + " start_time = excluded.start_time, end_time = excluded.end_time,"
        + " status = excluded.status, run_type = excluded.run_type, name = excluded.name";
  }

  private static void set(PreparedStatement statement, RunRow row) throws SQLException {
    @Nullable Object[] values = {
      row.run(),
      row.trace(),
      row.parent(),
      row.project(),
      row.startTime(),
      row.endTime(),
      row.status(),
      row.runType(),
      row.name()
    };
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
