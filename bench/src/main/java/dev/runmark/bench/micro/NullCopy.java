package dev.runmark.bench.micro;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.postgresql.util.ByteStreamWriter;

/** A COPY to nowhere: it says that it took all rows, and keeps their bytes only where told to. */
final class NullCopy implements CopyIn {

  private final long rows;
  private final @Nullable ByteArrayOutputStream kept;

  /**
   * @param rows that it will say it took
   */
  NullCopy(long rows, @Nullable ByteArrayOutputStream kept) {
    this.rows = rows;
    this.kept = kept;
  }

  /** A connection on which every COPY is this one, and nothing else can be done. */
  Connection connection() {
    try {
      CopyManager copies = new NullCopies(proxy(BaseConnection.class, null));
      return proxy(Connection.class, proxy(PGConnection.class, copies));
    } catch (SQLException e) {
      throw new IllegalStateException("COPY to nowhere", e);
    }
  }

  private static <T> T proxy(Class<T> type, @Nullable Object answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> answer));
  }

  private final class NullCopies extends CopyManager {

    NullCopies(BaseConnection connection) throws SQLException {
      super(connection);
    }

    @Override
    public CopyIn copyIn(String sql) {
      return NullCopy.this;
    }
  }

  @Override
  public void writeToCopy(byte[] bytes, int offset, int length) {
    if (kept != null) {
      kept.write(bytes, offset, length);
    }
  }

  @Override
  public void writeToCopy(ByteStreamWriter from) {
    throw new UnsupportedOperationException("COPY from a stream");
  }

  @Override
  public void flushCopy() {
    // Nothing waits.
  }

  @Override
  public long endCopy() {
    return rows;
  }

  @Override
  public int getFieldCount() {
    return 0;
  }

  @Override
  public int getFormat() {
    return 1;
  }

  @Override
  public int getFieldFormat(int field) {
    return 1;
  }

  @Override
  public boolean isActive() {
    return false;
  }

  @Override
  public void cancelCopy() {
    // Nothing was begun.
  }

  @Override
  public long getHandledRowCount() {
    return rows;
  }
}
