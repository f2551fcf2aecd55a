package dev.runmark.bench.commit;

import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.storage.part.RunLine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * INSERT by JDBC batches, which pgjdbc makes statements of several rows of, over one connection or
 * several side by side.
 */
final class InsertWay implements Way {

  private static final String INSERT =
      " (lo, hi, start_offset, start_time, end_time, tenant, lines, source, length, line_offset,"
          + " line_length, checksum, project, status, created, run, trace, part, parent, run_type,"
          + " name) VALUES ("
          + "?, ".repeat(20)
          + "?)";

  private static final UUID PART = new UUID(7, 7);

  private final Manner manner;
  private final String table;
  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService threads;
  private List<RunLine> lines = List.of();

  /**
   * How rows are inserted.
   *
   * @param size rows a batch
   * @param connections that share the rows
   * @param atOnce all in one transaction a connection, otherwise each batch in its own
   */
  record Manner(String name, int size, int connections, boolean atOnce) {}

  InsertWay(Manner manner, String table, PostgresAccess access) throws SQLException {
    this.manner = manner;
    this.table = table;
    this.threads = Executors.newFixedThreadPool(manner.connections);
    Properties properties = new Properties();
    properties.setProperty("user", access.user());
    properties.setProperty("password", access.password());
    properties.setProperty("reWriteBatchedInserts", "true");
    for (int i = 0; i < manner.connections; i++) {
      Connection connection = DriverManager.getConnection(access.url(), properties);
      // A batch that is a transaction by itself needs no round trip for its COMMIT.
      connection.setAutoCommit(!manner.atOnce);
      connections.add(connection);
    }
  }

  @Override
  public String name() {
    return manner.name;
  }

  @Override
  public String table() {
    return table;
  }

  @Override
  public void prepare(Batch batch) {
    lines = batch.lines();
  }

  @Override
  public void store() throws Exception {
    List<Callable<@Nullable Void>> shares = new ArrayList<>();
    for (int i = 0; i < connections.size(); i++) {
      int from = share(i);
      int to = share(i + 1);
      Connection connection = connections.get(i);
      shares.add(() -> insert(connection, from, to));
    }
    for (Future<@Nullable Void> done : threads.invokeAll(shares)) {
      done.get();
    }
  }

  private int share(int connection) {
    return (int) ((long) lines.size() * connection / connections.size());
  }

  private @Nullable Void insert(Connection connection, int from, int to) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + INSERT)) {
      for (int i = from; i < to; i++) {
        bind(insert, lines.get(i), i);
        insert.addBatch();
        if ((i + 1 - from) % manner.size == 0 || i + 1 == to) {
          insert.executeBatch();
        }
      }
    }
    if (manner.atOnce) {
      connection.commit();
    }
    return null;
  }

  private static void bind(PreparedStatement to, RunLine line, int number) throws SQLException {
    to.setLong(1, line.span().lo());
    to.setLong(2, line.span().hi());
    to.setLong(3, number * 1001L);
    to.setObject(4, time(line.listing().startTime()));
    to.setObject(5, time(line.listing().endTime()));
    to.setInt(6, 1);
    to.setInt(7, 1);
    to.setInt(8, 1);
    to.setInt(9, line.length() + 1);
    to.setInt(10, 0);
    to.setInt(11, line.length());
    to.setInt(12, 0);
    to.setInt(13, 1);
    to.setInt(14, 1);
    to.setBoolean(15, true);
    to.setObject(16, line.key().run());
    to.setObject(17, line.trace());
    to.setObject(18, PART);
    to.setObject(19, line.listing().parent());
    to.setString(20, line.listing().runType());
    to.setString(21, line.listing().name());
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  @Override
  public void close() throws SQLException {
    threads.shutdownNow();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
