package dev.runmark.bench.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.storage.objects.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/**
 * The least that gives the same shape: the batch as NDJSON in one object, its offsets counted while
 * it is written, and one COPY of a row a run into a table with a key. No checksum, no ledger, and
 * nothing that says what becomes of a batch that comes twice. A read is one SELECT and one GET.
 */
final class NdjsonWay implements Way {

  private final String table;
  private final Stores stores;
  private final Connection connection;

  NdjsonWay(String schema, PostgresAccess access, Stores stores) throws SQLException {
    this.table = schema + ".ndjson_runs";
    this.stores = stores;
    access.execute(
        "CREATE TABLE "
            + table
            + " (run uuid PRIMARY KEY, trace uuid, name text, object text, line_start bigint,"
            + " line_end bigint)");
    connection = access.connect();
  }

  @Override
  public String name() {
    return "NDJSON, COPY";
  }

  @Override
  public void store(List<FieldedRun> runs) throws IOException, SQLException {
    String key = "ndjson/" + UUID.randomUUID() + ".ndjson";
    byte[] object = new byte[runs.stream().mapToInt(run -> run.document().length + 1).sum()];
    StringBuilder rows = new StringBuilder();
    int start = 0;
    for (FieldedRun run : runs) {
      int end = start + run.document().length;
      System.arraycopy(run.document(), 0, object, start, run.document().length);
      object[end] = '\n';
      rows.append(run.id()).append('\t').append(run.trace()).append('\t');
      rows.append(FieldedRun.NAME).append('\t').append(key).append('\t');
      rows.append(start).append('\t').append(end).append('\n');
      start = end + 1;
    }
    stores.current().put(key, object, 0, object.length);
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "COPY " + table + " FROM STDIN",
            new ByteArrayInputStream(rows.toString().getBytes(UTF_8)));
  }

  @Override
  public List<byte[]> read(UUID run) throws IOException, SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT object, line_start, line_end FROM " + table + " WHERE run = ?")) {
      select.setObject(1, run);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return List.of(
            stores.current().read(row.getString(1), new ByteRange(row.getLong(2), row.getLong(3))));
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
