package dev.runmark.storage.index;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that is only asked: each question is one statement. Owned by one thread. */
final class IndexQuestions implements AutoCloseable {

  private final Connection connection;
  private final String about;

  private IndexQuestions(Connection connection, String about) {
    this.connection = connection;
    this.about = about;
  }

  /**
   * Connects.
   *
   * @param session the name by which the server shows it
   * @param about what failed when a question does
   */
  static IndexQuestions open(PostgresOptions options, String session, String about)
      throws IOException {
    try {
      Connection connection = new PostgresConnections(options).open(session);
      connection.setAutoCommit(true);
      return new IndexQuestions(connection, about);
    } catch (SQLException e) {
      throw new IOException("connect to " + options + ": " + SqlFault.describe(e), e);
    }
  }

  /** Makes a value of the row that the answer stands at. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** All rows; the parameters are bound in their order. */
  <T extends @Nullable Object> List<T> rows(String sql, Row<T> one, Object... parameters)
      throws IOException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setObject(i + 1, parameters[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(one.read(rows));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IOException(about + ": " + SqlFault.describe(e), e);
    }
  }

  /** The first row, of a question that has one at least. */
  <T extends @Nullable Object> T row(String sql, Row<T> one, Object... parameters)
      throws IOException {
    return rows(sql, one, parameters).get(0);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It was only asked.
      return;
    }
  }
}
