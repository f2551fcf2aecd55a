package dev.runmark.storage.index;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a role stands behind the row-level security that hides other tenants' rows. */
final class TenantWall {

  /** False for the writer's and maintenance's roles, for the tables' owner and for superusers. */
  static final String STANDS =
      "row_security_active('runs') AND NOT pg_has_role('runmark_writer', 'USAGE')"
          + " AND NOT pg_has_role('runmark_maintenance', 'USAGE')";

  private TenantWall() {}

  /**
   * For a question about all tenants: behind the wall its answer would be wrong, not an error.
   *
   * @throws SQLException when the role sees one tenant at most
   */
  static void requireAllTenants(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + STANDS + ", current_user")) {
      row.next();
      if (row.getBoolean(1)) {
        throw new SQLException(
            row.getString(2)
                + " sees the runs of one tenant at a time: connect as a member of runmark_writer"
                + " or runmark_maintenance",
            "42501");
      }
    }
  }
}
