package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Whose the runs of each topic are, by the topic's name: jobs of several owners may share an index.
 * Connects for each question.
 */
public final class PostgresTenants {

  private static final String FIND =
      "SELECT topic, fallback, from_header FROM tenant_policies WHERE topic = ANY (?)";
  private static final String FIRST =
      "INSERT INTO tenant_policies AS p (topic, fallback, from_header)"
          + " SELECT topic, ?, ? FROM (SELECT DISTINCT unnest(?) AS topic) AS w ORDER BY topic"
          + " ON CONFLICT (topic) DO ";
  private static final String REPLACE =
      "UPDATE SET fallback = excluded.fallback, from_header = excluded.from_header,"
          + " decided_at = now() WHERE (p.fallback, p.from_header)"
          + " IS DISTINCT FROM (excluded.fallback, excluded.from_header)";

  private final PostgresConnections connections;

  public PostgresTenants(PostgresOptions options) {
    connections = new PostgresConnections(options);
  }

  /** What is recorded of those of the topics that were ever read. */
  public Map<String, RecordedTenants> recorded(Collection<String> topics) throws IOException {
    try (Connection connection = connections.open("runmark tenants");
        PreparedStatement select = connection.prepareStatement(FIND)) {
      select.setArray(1, connection.createArrayOf("text", topics.toArray()));
      try (ResultSet row = select.executeQuery()) {
        Map<String, RecordedTenants> recorded = new HashMap<>();
        while (row.next()) {
          recorded.put(row.getString(1), new RecordedTenants(row.getString(2), row.getBoolean(3)));
        }
        return recorded;
      }
    } catch (SQLException e) {
      throw new IOException("read whose the runs are: " + SqlFault.describe(e), e);
    }
  }

  /**
   * Records whose the runs of the topics are from now on.
   *
   * @param replace whether what is recorded of a topic already is replaced; else it stays
   */
  public void record(Collection<String> topics, RecordedTenants tenants, boolean replace)
      throws IOException {
    try (Connection connection = connections.open("runmark tenants");
        PreparedStatement insert =
            connection.prepareStatement(FIRST + (replace ? REPLACE : "NOTHING"))) {
      insert.setString(1, tenants.fallback());
      insert.setBoolean(2, tenants.fromHeader());
      insert.setArray(3, connection.createArrayOf("text", topics.toArray()));
      insert.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw new IOException("record whose the runs are: " + SqlFault.describe(e), e);
    }
  }
}
