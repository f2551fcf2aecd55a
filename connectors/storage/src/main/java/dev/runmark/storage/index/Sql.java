package dev.runmark.storage.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A statement that grows, and its values in their order; text from outside is always a value. */
final class Sql {

  private final StringBuilder text = new StringBuilder();
  private final List<Object> values = new ArrayList<>();

  /** Adds text of our own, with a value for each of its question marks. */
  Sql add(String part, Object... partValues) {
    text.append(part);
    values.addAll(List.of(partValues));
    return this;
  }

  /** Adds another statement's text and values. */
  Sql add(Sql part) {
    text.append(part.text);
    values.addAll(part.values);
    return this;
  }

  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(text.toString());
    try {
      for (int i = 0; i < values.size(); i++) {
        bind(connection, statement, i + 1, values.get(i));
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(Connection connection, PreparedStatement to, int index, Object value)
      throws SQLException {
    if (value instanceof UUID[] ids) {
      to.setArray(index, connection.createArrayOf("uuid", ids));
    } else if (value instanceof Integer[] numbers) {
      to.setArray(index, connection.createArrayOf("int4", numbers));
    } else if (value instanceof Long[] numbers) {
      to.setArray(index, connection.createArrayOf("int8", numbers));
    } else if (value instanceof Instant time) {
      to.setObject(index, time.atOffset(ZoneOffset.UTC));
    } else {
      to.setObject(index, value);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
