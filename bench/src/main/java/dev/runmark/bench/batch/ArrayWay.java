package dev.runmark.bench.batch;

import dev.runmark.bench.batch.FieldedRun.Piece;
import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.storage.objects.ByteRange;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The batch as one JSON array in one object. Serializing gives the array and no offsets: each field
 * is sought in its bytes, from where the one before it was found. Then an INSERT a run with three
 * ranges, by one JDBC batch in one transaction. A read is one SELECT and three range GETs at once.
 */
final class ArrayWay implements Way {

  private static final int FIELDS = 3;

  private final String table;
  private final Stores stores;
  private final Connection connection;
  private final ExecutorService gets = Executors.newFixedThreadPool(FIELDS);

  ArrayWay(String schema, PostgresAccess access, Stores stores) throws SQLException {
    this.table = schema + ".array_runs";
    this.stores = stores;
    access.execute(
        "CREATE TABLE "
            + table
            + " (run uuid PRIMARY KEY, trace uuid, name text, object text, inputs_start bigint,"
            + " inputs_end bigint, outputs_start bigint, outputs_end bigint, metadata_start bigint,"
            + " metadata_end bigint)");
    Properties properties = new Properties();
    properties.setProperty("user", access.user());
    properties.setProperty("password", access.password());
    properties.setProperty("reWriteBatchedInserts", "true");
    connection = DriverManager.getConnection(access.url(), properties);
  }

  @Override
  public String name() {
    return "JSON array, INSERTs";
  }

  @Override
  public void store(List<FieldedRun> runs) throws IOException, SQLException {
    byte[] array = serialize(runs);
    List<Piece> ranges = search(array, runs);
    String key = "arrays/" + UUID.randomUUID() + ".json";
    stores.current().put(key, array, 0, array.length);
    insert(key, runs, ranges);
  }

  private static byte[] serialize(List<FieldedRun> runs) {
    byte[] array = new byte[runs.stream().mapToInt(run -> run.document().length + 1).sum() + 1];
    int at = 0;
    for (FieldedRun run : runs) {
      array[at] = (byte) (at == 0 ? '[' : ',');
      System.arraycopy(run.document(), 0, array, at + 1, run.document().length);
      at += 1 + run.document().length;
    }
    array[at] = ']';
    return array;
  }

  private static List<Piece> search(byte[] array, List<FieldedRun> runs) {
    List<Piece> found = new ArrayList<>(runs.size() * FIELDS);
    int from = 0;
    for (FieldedRun run : runs) {
      for (Piece field : run.fields()) {
        int start = indexOf(array, from, run.document(), field);
        from = start + field.length();
        found.add(new Piece(start, from));
      }
    }
    return found;
  }

  private static int indexOf(byte[] array, int from, byte[] document, Piece field) {
    byte first = document[field.start()];
    int length = field.length();
    for (int at = from; at <= array.length - length; at++) {
      if (array[at] == first
          && Arrays.equals(array, at, at + length, document, field.start(), field.end())) {
        return at;
      }
    }
    throw new IllegalStateException("a field of " + length + " bytes is not in the array");
  }

  private void insert(String key, List<FieldedRun> runs, List<Piece> ranges) throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + table + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < runs.size(); i++) {
        insert.setObject(1, runs.get(i).id());
        insert.setObject(2, runs.get(i).trace());
        insert.setString(3, FieldedRun.NAME);
        insert.setString(4, key);
        for (int field = 0; field < FIELDS; field++) {
          Piece range = ranges.get(i * FIELDS + field);
          insert.setLong(5 + 2 * field, range.start());
          insert.setLong(6 + 2 * field, range.end());
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public List<byte[]> read(UUID run) throws Exception {
    List<Callable<byte[]>> reads = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement("SELECT * FROM " + table + " WHERE run = ?")) {
      select.setObject(1, run);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        String key = row.getString(4);
        for (int field = 0; field < FIELDS; field++) {
          ByteRange range = new ByteRange(row.getLong(5 + 2 * field), row.getLong(6 + 2 * field));
          reads.add(() -> stores.current().read(key, range));
        }
      }
    }
    List<byte[]> fields = new ArrayList<>();
    for (Future<byte[]> each : gets.invokeAll(reads)) {
      fields.add(each.get());
    }
    return fields;
  }

  @Override
  public void close() throws SQLException {
    gets.shutdownNow();
    connection.close();
  }
}
