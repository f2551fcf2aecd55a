package dev.runmark.quickstart.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** F2, as far as a database user may see it: no transaction on the database is old. */
final class Transactions {

  /** The server tells a session's transactions to its own role and to pg_read_all_stats. */
  private static final String SESSIONS =
      """
      SELECT pid, application_name,
             extract(epoch FROM clock_timestamp() - xact_start)::bigint AS age,
             pg_has_role(usesysid, 'USAGE') OR pg_has_role('pg_read_all_stats', 'USAGE') AS told
      FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend'
        AND application_name <> ?""";

  private static final String PREPARED =
      """
      SELECT gid, extract(epoch FROM clock_timestamp() - prepared)::bigint
      FROM pg_prepared_xacts WHERE database = current_database()""";

  private Transactions() {}

  /**
   * Looks at all sessions but those of audits, whose snapshot is one long transaction.
   *
   * @return how many sessions are hidden from this user
   */
  static long audit(Connection index, Duration old, Findings findings) throws SQLException {
    long hidden = 0;
    try (PreparedStatement statement = index.prepareStatement(SESSIONS)) {
      statement.setString(1, IndexSnapshot.APPLICATION);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (row.getBoolean("told")) {
            findings.check(
                Invariant.F2,
                row.getLong("age") <= old.toSeconds(),
                String.format(
                    "backend %d (%s): a transaction of %d s",
                    row.getInt("pid"), row.getString("application_name"), row.getLong("age")));
          } else {
            hidden++;
          }
        }
      }
    }
    try (PreparedStatement statement = index.prepareStatement(PREPARED);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        findings.check(
            Invariant.F2,
            row.getLong(2) <= old.toSeconds(),
            "prepared transaction " + row.getString(1) + ": of " + row.getLong(2) + " s");
      }
    }
    return hidden;
  }
}
