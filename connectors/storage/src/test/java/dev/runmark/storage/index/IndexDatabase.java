package dev.runmark.storage.index;

import dev.runmark.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

/**
 * A migrated index in the real PostgreSQL, one server for all tests of a JVM. Writer and reader are
 * users of their own that have only their role: what they may not do, a test cannot do either.
 */
public final class IndexDatabase {

  public static final PostgresOptions.Limits SHORT_LIMITS =
      new PostgresOptions.Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(40));

  private static final String PASSWORD = "writer's secret";

  private final PostgresServer server;
  private final String database;

  private IndexDatabase(PostgresServer server, String database) {
    this.server = server;
    this.database = database;
  }

  /** A new, migrated database in the JVM's server. */
  public static IndexDatabase create() throws IOException, SQLException {
    String name = "index_" + UUID.randomUUID().toString().replace('-', '_');
    IndexDatabase created = new IndexDatabase(SharedServer.get(), name);
    created.server.createDatabase(name);
    Migration.migrate(created.owner());
    created.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'writer') THEN"
            + " CREATE ROLE writer LOGIN PASSWORD '"
            + PASSWORD.replace("'", "''")
            + "' IN ROLE runmark_writer;"
            + " CREATE ROLE reader LOGIN PASSWORD '"
            + PASSWORD.replace("'", "''")
            + "' IN ROLE runmark_reader;"
            + " CREATE ROLE analyst LOGIN PASSWORD '"
            + PASSWORD.replace("'", "''")
            + "' IN ROLE runmark_tenant; END IF; END $$");
    return created;
  }

  public PostgresServer server() {
    return server;
  }

  public PostgresOptions owner() throws IOException {
    String password = server.superuserPassword();
    return new PostgresOptions(
        server.jdbcUrl(database), server.superuser(), () -> password, "runmark", SHORT_LIMITS);
  }

  public PostgresOptions writer() {
    return writerThrough(server.port(), SHORT_LIMITS);
  }

  /** The writer's options by way of a proxy in front of the server. */
  public PostgresOptions writerThrough(int port, PostgresOptions.Limits limits) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    return new PostgresOptions(url, "writer", () -> PASSWORD, "runmark", limits);
  }

  public PostgresOptions reader() {
    return readerThrough(server.port(), SHORT_LIMITS);
  }

  /** The reader's options by way of a proxy in front of the server. */
  public PostgresOptions readerThrough(int port, PostgresOptions.Limits limits) {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    return new PostgresOptions(url, "reader", () -> PASSWORD, "runmark", limits);
  }

  /** A connection as people make it: writer, reader or analyst, the last one a tenant's. */
  public Connection connectAs(String user) throws SQLException {
    Connection connection = DriverManager.getConnection(writer().url(), user, PASSWORD);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = runmark");
    }
    return connection;
  }

  /** A connection of the superuser, in the index's schema. */
  public Connection connect() throws IOException, SQLException {
    Connection connection = server.connect(database);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = runmark");
    }
    return connection;
  }

  public void execute(String sql) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  public long number(String sql) throws IOException, SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Empties the index; the dictionaries stay. */
  public void clear() throws IOException, SQLException {
    execute(
        "TRUNCATE parts, runs, fragments, frontiers, positions; UPDATE sweep_floor SET sealed_before = '-infinity'");
  }

  private static final class SharedServer {
    private static PostgresServer server;

    static synchronized PostgresServer get() throws IOException {
      if (server == null) {
        server = PostgresServer.start(Path.of("target", "postgres-" + UUID.randomUUID()), 0);
      }
      return server;
    }
  }
}
