package dev.runmark.storage.index;

import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the fields of rows in the order of the table's columns. */
interface FieldWriter {

  void writeNull() throws SQLException;

  void writeInt(int value) throws SQLException;

  void writeSmall(@Nullable Integer value) throws SQLException;

  void writeLong(long value) throws SQLException;

  void writeBoolean(boolean value) throws SQLException;

  void writeUuid(@Nullable UUID value) throws SQLException;

  /** A timestamptz, cut to the microsecond. */
  void writeInstant(@Nullable Instant value) throws SQLException;

  void writeText(@Nullable String value) throws SQLException;
}
