package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What the index has taken rows from. Connects for each question. */
public final class PostgresSources {

  private final PostgresConnections connections;

  public PostgresSources(PostgresOptions options) {
    connections = new PostgresConnections(options);
  }

  /** The ids of all topics that have a source number. */
  public Set<UUID> topicIds() throws IOException {
    try (Connection connection = connections.open("runmark sources");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT DISTINCT topic_id FROM sources")) {
      Set<UUID> ids = new HashSet<>();
      while (found.next()) {
        ids.add(found.getObject(1, UUID.class));
      }
      return ids;
    } catch (SQLException e) {
      throw new IOException("read the sources of the index: " + e.getMessage(), e);
    }
  }
}
