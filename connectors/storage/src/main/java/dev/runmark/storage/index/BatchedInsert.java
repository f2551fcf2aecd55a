package dev.runmark.storage.index;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows by INSERT, for where locks are held: a client that freezes between two statements is ended
 * by the server's idle timeout, one that freezes in mid-COPY never is.
 */
final class BatchedInsert implements FieldWriter, AutoCloseable {

  private static final int BATCH = 2_000;

  private final PreparedStatement insert;
  private final List<String> types;
  private int field;
  private int rows;

  /**
   * @param columns names, comma-separated
   * @param types of the same columns, as PostgreSQL calls them: an untyped NULL has to be told
   *     apart
   */
  BatchedInsert(Connection connection, String table, String columns, List<String> types)
      throws SQLException {
    this.types = types;
    String values = String.join(", ", types.stream().map(type -> "?").toList());
    insert =
        connection.prepareStatement(
            "INSERT INTO " + table + " (" + columns + ") VALUES (" + values + ")");
  }

  void endRow() throws SQLException {
    if (field != types.size()) {
      throw new IllegalStateException("row of " + field + " fields, wanted " + types.size());
    }
    field = 0;
    insert.addBatch();
    if (++rows % BATCH == 0) {
      insert.executeBatch();
    }
  }

  void finish() throws SQLException {
    insert.executeBatch();
  }

  @Override
  public void writeNull() throws SQLException {
    int type =
        switch (types.get(field)) {
          case "int" -> Types.INTEGER;
          case "bigint" -> Types.BIGINT;
          case "smallint" -> Types.SMALLINT;
          case "timestamptz" -> Types.TIMESTAMP_WITH_TIMEZONE;
          case "text" -> Types.VARCHAR;
          default -> Types.OTHER;
        };
    insert.setNull(++field, type);
  }

  @Override
  public void writeInt(int value) throws SQLException {
    insert.setInt(++field, value);
  }

  @Override
  public void writeSmall(@Nullable Integer value) throws SQLException {
    if (value == null) {
      writeNull();
    } else {
      insert.setShort(++field, value.shortValue());
    }
  }

  @Override
  public void writeLong(long value) throws SQLException {
    insert.setLong(++field, value);
  }

  @Override
  public void writeBoolean(boolean value) throws SQLException {
    insert.setBoolean(++field, value);
  }

  @Override
  public void writeUuid(@Nullable UUID value) throws SQLException {
    if (value == null) {
      writeNull();
    } else {
      insert.setObject(++field, value);
    }
  }

  @Override
  public void writeInstant(@Nullable Instant value) throws SQLException {
    if (value == null) {
      writeNull();
    } else {
      insert.setObject(++field, value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }
  }

  @Override
  public void writeText(@Nullable String value) throws SQLException {
    if (value == null) {
      writeNull();
    } else {
      insert.setString(++field, value);
    }
  }

  @Override
  public void close() throws SQLException {
    insert.close();
  }
}
