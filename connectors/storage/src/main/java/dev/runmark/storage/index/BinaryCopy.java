package dev.runmark.storage.index;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * One {@code COPY … FROM STDIN (FORMAT binary)} in progress; fields are written in the order of the
 * columns. Binary, since the text form loses rows in silence on a stray {@code \.}.
 *
 * <p>The format: PostgreSQL's documentation of COPY, "Binary Format". Close it in any case: what
 * was not finished is cancelled.
 */
final class BinaryCopy implements FieldWriter, AutoCloseable {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int FLUSH_AT = 64 * 1024;
  private static final long MICROS_TO_2000 =
      ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2000-01-01T00:00:00Z"));

  private final CopyIn copy;
  private final String table;
  private byte[] buffer = new byte[FLUSH_AT + 8 * 1024];
  private int size;
  private long rows;

  BinaryCopy(Connection connection, String table) throws SQLException {
    this.table = table;
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + table + " FROM STDIN (FORMAT binary)");
    System.arraycopy(HEADER, 0, buffer, 0, HEADER.length);
    size = HEADER.length;
  }

  /** Begins a row of so many fields. */
  void beginRow(int fields) throws SQLException {
    if (size >= FLUSH_AT) {
      flush();
    }
    rows++;
    int16(fields);
  }

  @Override
  public void writeNull() {
    int32(-1);
  }

  @Override
  public void writeInt(int value) {
    int32(4);
    int32(value);
  }

  @Override
  public void writeSmall(@Nullable Integer value) {
    if (value == null) {
      writeNull();
    } else {
      int32(2);
      int16(value);
    }
  }

  @Override
  public void writeLong(long value) {
    int32(8);
    int64(value);
  }

  @Override
  public void writeBoolean(boolean value) {
    int32(1);
    reserve(1);
    buffer[size++] = (byte) (value ? 1 : 0);
  }

  @Override
  public void writeUuid(@Nullable UUID value) {
    if (value == null) {
      writeNull();
    } else {
      int32(16);
      int64(value.getMostSignificantBits());
      int64(value.getLeastSignificantBits());
    }
  }

  @Override
  public void writeInstant(@Nullable Instant value) {
    if (value == null) {
      writeNull();
    } else {
      writeLong(
          Math.multiplyExact(value.getEpochSecond(), 1_000_000L)
              + value.getNano() / 1_000
              - MICROS_TO_2000);
    }
  }

  @Override
  public void writeText(@Nullable String value) {
    if (value == null) {
      writeNull();
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      int32(bytes.length);
      reserve(bytes.length);
      System.arraycopy(bytes, 0, buffer, size, bytes.length);
      size += bytes.length;
    }
  }

  /**
   * Ends the COPY.
   *
   * @return how many rows were written
   * @throws SQLException also when the server took in another number of rows
   */
  long finish() throws SQLException {
    int16(-1);
    flush();
    long taken = copy.endCopy();
    if (taken != rows) {
      throw new SQLException(
          "COPY into " + table + ": the server took " + taken + " of " + rows + " rows", "XX000");
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer, 0, size);
    size = 0;
  }

  private void int16(int value) {
    reserve(2);
    buffer[size++] = (byte) (value >> 8);
    buffer[size++] = (byte) value;
  }

  private void int32(int value) {
    int16(value >> 16);
    int16(value);
  }

  private void int64(long value) {
    int32((int) (value >> 32));
    int32((int) value);
  }

  private void reserve(int more) {
    if (size + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
    }
  }
}
