package dev.runmark.storage.index;

import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunKey;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups of single runs in PostgreSQL over one connection, which is opened again after a fault.
 * One statement a call. Owned by one thread.
 */
public final class PostgresRunLookup implements RunLookup, AutoCloseable {

  private static final String FIND =
      "SELECT s3_bucket, s3_key, part_id, compression, trace_id, source, lo, hi, created,"
          + " start_offset, (end_offset - start_offset)::int AS length, line_offset, line_length,"
          + " checksum FROM lines WHERE tenant = ? AND run_id = ?";

  private final PostgresConnections connections;
  private @Nullable Connection connection;

  public PostgresRunLookup(PostgresOptions options) {
    this.connections = new PostgresConnections(options);
  }

  @Override
  public List<LineLocation> find(RunKey key) throws IOException {
    try (PreparedStatement select = connection().prepareStatement(FIND)) {
      select.setString(1, key.tenant());
      select.setObject(2, key.run());
      List<LineLocation> lines = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          lines.add(read(rows));
        }
      }
      return CoverRule.inReadingOrder(lines);
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "look up run " + key.run() + ": a row of the index is not sound: " + e.getMessage(), e);
    } catch (SQLException e) {
      close();
      throw new IOException("look up run " + key.run() + ": " + SqlFault.describe(e), e);
    }
  }

  private static LineLocation read(ResultSet row) throws SQLException {
    PartId part = new PartId(LineColumns.uuid(row, "part_id"));
    Compression compression = Compression.ofCode(row.getInt("compression"));
    return new LineLocation(
        PartLocation.ofKey(row.getString("s3_bucket"), row.getString("s3_key"), part, compression),
        part,
        compression,
        LineColumns.uuid(row, "trace_id"),
        row.getInt("source"),
        new EventSpan(row.getLong("lo"), row.getLong("hi"), row.getBoolean("created")),
        LineColumns.readPlace(row));
  }

  private Connection connection() throws SQLException {
    if (connection == null) {
      connection = connections.open("runmark reader");
      connection.setAutoCommit(true);
      connection.setReadOnly(true);
    }
    return connection;
  }

  @Override
  public void close() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.abort(Runnable::run);
      } catch (SQLException e) {
        // It was to be thrown away in any case.
        return;
      }
    }
  }
}
