package dev.runmark.embedded.postgres;

import dev.runmark.embedded.DirectoryLock;
import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of its own on the loopback interface, its cluster kept in a directory.
 *
 * <p>It is durable as a production server is (fsync and synchronous_commit on), so that what a
 * crash test or a benchmark shows holds elsewhere too.
 *
 * <p>Lifecycle: {@code start} creates the cluster at the first use of a directory and recovers it
 * at later ones; a server that a killed JVM left running there is stopped first. {@link #close}
 * stops it, and so does the JVM's orderly end. Its methods may be called from any thread, one at a
 * time.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

  private final Cluster cluster;
  private final DirectoryLock lock;
  private final int port;
  private final Map<String, String> settings;
  private final Thread atExit = new Thread(this::stopAtExit, "stop-postgresql");
  private boolean running;

  private PostgresServer(
      Cluster cluster, DirectoryLock lock, int port, Map<String, String> settings) {
    this.cluster = cluster;
    this.lock = lock;
    this.port = port;
    this.settings = Map.copyOf(settings);
  }

  /** {@link #start(Path, int, Map)} without settings of its own. */
  public static PostgresServer start(Path directory, int port) throws IOException {
    return start(directory, port, Map.of());
  }

  /**
   * Starts a server, which accepts connections when this returns.
   *
   * @param directory where the cluster lives; made at the first start, kept by {@link #close}
   * @param port of the loopback interface, 0 for any free one
   * @param settings of postgresql.conf, over the defaults, as the server spells them
   * @throws dev.runmark.embedded.PortInUseException if the port is taken
   */
  public static PostgresServer start(Path directory, int port, Map<String, String> settings)
      throws IOException {
    Path home = directory.toAbsolutePath().normalize();
    DirectoryLock lock = DirectoryLock.take(home);
    try {
      Cluster cluster = Cluster.open(home, ServerAccount.choose());
      if (cluster.running()) {
        // The lock is ours, so its JVM is dead: killed before it could stop it.
        cluster.stop(StopMode.FAST);
      }
      PostgresServer server = new PostgresServer(cluster, lock, Ports.free(port), settings);
      server.start();
      Runtime.getRuntime().addShutdownHook(server.atExit);
      return server;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public int port() {
    return port;
  }

  /** Without credentials; TLS is not offered. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  public String superuser() {
    return Cluster.SUPERUSER;
  }

  /** Made at random for each cluster; kept in the directory, readable by its owner only. */
  public String superuserPassword() throws IOException {
    return cluster.password();
  }

  /** A connection of the superuser. */
  public Connection connect(String database) throws IOException, SQLException {
    return DriverManager.getConnection(jdbcUrl(database), superuser(), superuserPassword());
  }

  /**
   * Creates the database if it is absent.
   *
   * @param name in lower case, of letters, digits and underscores
   */
  public void createDatabase(String name) throws IOException, SQLException {
    if (!PLAIN_NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "creating database '" + name + "': wanted a name of the form " + PLAIN_NAME);
    }
    try (Connection connection = connect("postgres");
        PreparedStatement find =
            connection.prepareStatement("SELECT FROM pg_database WHERE datname = ?");
        Statement create = connection.createStatement()) {
      find.setString(1, name);
      try (ResultSet found = find.executeQuery()) {
        if (!found.next()) {
          create.execute("CREATE DATABASE " + name);
        }
      }
    }
  }

  /** Brings the server down; it comes back on the same port with {@link #start()}. */
  public synchronized void stop(StopMode mode) throws IOException {
    if (running) {
      cluster.stop(mode);
      running = false;
    }
  }

  /** Starts a stopped server again; does nothing for one that runs. */
  public synchronized void start() throws IOException {
    if (!running) {
      cluster.start(port, settings);
      running = true;
    }
  }

  public synchronized void restart(StopMode mode) throws IOException {
    stop(mode);
    start();
  }

  @Override
  public void close() throws IOException {
    try {
      stop(StopMode.FAST);
    } finally {
      lock.close();
      forgetExit();
    }
  }

  private void forgetExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException theHooksAlreadyRun) {
      // The hook finds nothing left to stop.
    }
  }

  private void stopAtExit() {
    try {
      stop(StopMode.FAST);
    } catch (IOException e) {
      LOG.warn("PostgreSQL is left running: {}", e.getMessage());
    }
  }
}
