package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** What the index knows of the topics that runs came from. One connection a question. */
public final class PostgresSources {

  private final PostgresConnections connections;

  public PostgresSources(PostgresOptions options) {
    this.connections = new PostgresConnections(options);
  }

  /** The ids of all topics of which something has been stored. */
  public Set<UUID> topicIds() throws IOException {
    try (Connection connection = connections.open("runmark guard");
        PreparedStatement select =
            connection.prepareStatement("SELECT DISTINCT topic_id FROM sources")) {
      Set<UUID> known = new HashSet<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          known.add(LineColumns.uuid(rows, "topic_id"));
        }
      }
      return known;
    } catch (SQLException e) {
      throw new IOException("read known sources: " + SqlFault.describe(e), e);
    }
  }
}
