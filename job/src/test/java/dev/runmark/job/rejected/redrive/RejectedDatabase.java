package dev.runmark.job.rejected.redrive;

import dev.runmark.job.rejected.RejectedInsert;
import dev.runmark.job.rejected.RejectedRow;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The index with a user who has the role of maintenance alone. */
public final class RejectedDatabase {

  public static final String KEEPER = "keeper";
  public static final String PASSWORD = "keeper's secret";

  private final IndexDatabase index;

  public RejectedDatabase(IndexDatabase index) throws IOException, SQLException {
    this.index = index;
    index.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keeper') THEN"
            + " CREATE ROLE keeper LOGIN PASSWORD 'keeper''s secret' IN ROLE runmark_maintenance;"
            + " END IF; END $$");
  }

  public PostgresOptions writer() {
    return index.writer();
  }

  public PostgresOptions keeper() {
    return new PostgresOptions(
        writer().url(), KEEPER, () -> PASSWORD, "runmark", IndexDatabase.SHORT_LIMITS);
  }

  public void insert(List<RejectedRow> rejected) throws IOException, SQLException {
    try (Connection connection = index.connect();
        PreparedStatement insert = connection.prepareStatement(RejectedInsert.SQL)) {
      for (RejectedRow row : rejected) {
        RejectedInsert.set(insert, row);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  public long number(String sql) throws IOException, SQLException {
    return index.number(sql);
  }

  void clear() throws IOException, SQLException {
    index.execute("TRUNCATE rejected");
  }

  /** Makes all rows older than those that may still be on their way. */
  void age() throws IOException, SQLException {
    index.execute("UPDATE rejected SET rejected_at = rejected_at - interval '1 hour'");
  }

  void endSessions(String applicationName) throws IOException, SQLException {
    index.execute(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = '"
            + applicationName
            + "'");
  }

  /** All that the table holds, as text. */
  String content() throws IOException, SQLException {
    try (Connection connection = index.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(r::text, E'\\n' ORDER BY r::text) FROM rejected r")) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }
}
