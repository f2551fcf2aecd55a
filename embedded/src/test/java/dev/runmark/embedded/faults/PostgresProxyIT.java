package dev.runmark.embedded.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.postgres.PostgresServer;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What a client of the real server sees of each fault, and what the server has. */
@Timeout(180)
class PostgresProxyIT {

  private static final String ROWS =
      "SELECT coalesce(string_agg(mark::text, ',' ORDER BY mark), '') FROM marks";

  @TempDir static Path home;
  private static PostgresServer server;

  private PostgresProxy proxy;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresServer.start(home.resolve("postgres"), 0);
    server.createDatabase("marks");
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
  }

  @BeforeEach
  void startProxy() throws Exception {
    proxy = PostgresProxy.start("127.0.0.1", server.port());
    run("DROP TABLE IF EXISTS marks; CREATE TABLE marks (mark int PRIMARY KEY)");
  }

  @AfterEach
  void stopProxy() throws Exception {
    proxy.close();
  }

  /** Every way in which the driver says COMMIT: unnamed, prepared and named, simple. */
  @ParameterizedTest
  @ValueSource(strings = {"", "prepareThreshold=1", "preferQueryMode=simple", "sslmode=disable"})
  void aCommitThatNeverArrivesIsRolledBack(String options) throws Exception {
    try (Connection connection = connect(options)) {
      commitTenMarks(connection);
      proxy.arm(Fault.CUT_BEFORE_COMMIT);
      insert(connection, 11);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    assertThat(proxy.fired()).isTrue();
    await(() -> ask("SELECT count(*) FROM pg_locks WHERE relation = 'marks'::regclass"), "0");
    assertThat(ask(ROWS)).isEqualTo("1,2,3,4,5,6,7,8,9,10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "prepareThreshold=1", "preferQueryMode=simple"})
  void aCommitWhoseReplyIsSwallowedFailsForTheClientOnly(String options) throws Exception {
    try (Connection connection = connect(options)) {
      commitTenMarks(connection);
      proxy.arm(Fault.CUT_AT_COMMIT);
      insert(connection, 11);
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    assertThat(proxy.fired()).isTrue();
    assertThat(ask(ROWS)).endsWith("10,11");
  }

  @Test
  void aCutAfterTheReplyIsSeenByTheNextStatement() throws Exception {
    try (Connection connection = connect("")) {
      proxy.arm(Fault.CUT_AFTER_COMMIT);
      insert(connection, 1);
      connection.commit();
      assertThatThrownBy(() -> insert(connection, 2)).isInstanceOf(SQLException.class);
    }
    assertThat(ask(ROWS)).isEqualTo("1");
  }

  @Test
  void aBlackHoledCommitIsDoneWhileItsClientWaits() throws Exception {
    try (Connection connection = connect("")) {
      proxy.arm(Fault.BLACKHOLE_AFTER_COMMIT);
      insert(connection, 1);
      FutureTask<Void> commit = inBackground(connection::commit);
      await(proxy::fired, true);
      assertThat(ask(ROWS)).isEqualTo("1");
      assertThat(commit.isDone()).isFalse();
      proxy.close();
      assertThatThrownBy(commit::get).hasCauseInstanceOf(SQLException.class);
    }
  }

  @Test
  void aBlackHoleIsLeftByTheClientsOwnTimeout() throws Exception {
    try (Connection connection = connect("socketTimeout=1")) {
      proxy.arm(Fault.BLACKHOLE_AFTER_COMMIT);
      insert(connection, 1);
      assertThatThrownBy(connection::commit).rootCause().hasMessageContaining("timed out");
    }
    assertThat(ask(ROWS)).isEqualTo("1");
  }

  @Test
  void aCopyFrozenInMidDataGoesOnWhenReleased() throws Exception {
    try (Connection connection = connect("")) {
      proxy.arm(Fault.FREEZE_IN_COPY);
      FutureTask<Void> copy =
          inBackground(
              () -> {
                connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY marks FROM STDIN", new StringReader("1\n2\n3\n"));
                connection.commit();
              });
      await(proxy::fired, true);
      assertThat(ask("SELECT count(*) FROM pg_stat_progress_copy")).isEqualTo("1");
      assertThat(copy.isDone()).isFalse();
      proxy.release();
      copy.get();
    }
    assertThat(ask(ROWS)).isEqualTo("1,2,3");
  }

  @Test
  void aTransactionFrozenBeforeItsCommitKeepsItsLocks() throws Exception {
    try (Connection connection = connect("")) {
      proxy.arm(Fault.FREEZE_BEFORE_COMMIT);
      insert(connection, 1);
      FutureTask<Void> commit = inBackground(connection::commit);
      await(proxy::fired, true);
      assertThatThrownBy(() -> run("BEGIN; SET LOCAL lock_timeout = 1; LOCK TABLE marks"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
      proxy.release();
      commit.get();
    }
    assertThat(ask(ROWS)).isEqualTo("1");
  }

  @Test
  void aFrozenClientLearnsOnlyWhenReleasedThatTheServerHasGivenItUp() throws Exception {
    try (Connection connection = connect("")) {
      proxy.arm(Fault.FREEZE_BEFORE_COMMIT);
      insert(connection, 1);
      FutureTask<Void> commit = inBackground(connection::commit);
      await(proxy::fired, true);
      ask(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE state = 'idle in transaction' AND datname = 'marks'");
      await(() -> ask("SELECT count(*) FROM pg_locks WHERE relation = 'marks'::regclass"), "0");
      assertThat(commit.isDone()).isFalse();
      proxy.release();
      assertThatThrownBy(commit::get).hasCauseInstanceOf(SQLException.class);
    }
    assertThat(ask(ROWS)).isEmpty();
  }

  @Test
  void theNthMatchingStatementIsStruckOnce() throws Exception {
    proxy.arm(Fault.at(Effect.CUT_BEFORE, "insert into marks").nth(3));
    try (Connection connection = connect("")) {
      insert(connection, 1);
      connection.commit();
      insert(connection, 2);
      assertThat(proxy.fired()).isFalse();
      assertThatThrownBy(() -> insert(connection, 3)).isInstanceOf(SQLException.class);
    }
    try (Connection connection = connect("")) {
      insert(connection, 4);
      connection.commit();
    }
    assertThat(ask(ROWS)).isEqualTo("1,4");
  }

  @Test
  void aDisarmedFaultStrikesNobody() throws Exception {
    proxy.arm(Fault.CUT_BEFORE_COMMIT);
    proxy.disarm();
    try (Connection connection = connect("")) {
      commitTenMarks(connection);
    }
    assertThat(proxy.fired()).isFalse();
  }

  @Test
  void statementsThatGoTogetherAreOneRoundTrip() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      int before = proxy.roundTrips();

      statement.execute("SELECT 1; SELECT 2");
      assertThat(proxy.roundTrips() - before).isOne();
      statement.execute("SELECT 1");
      statement.execute("SELECT 2");
      assertThat(proxy.roundTrips() - before).isEqualTo(3);
      assertThat(connection.isValid(60)).as("a ping is none").isTrue();
      assertThat(proxy.roundTrips() - before).isEqualTo(3);
    }
  }

  @Test
  void cancelRequestsPass() throws Exception {
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      FutureTask<Void> sleep = inBackground(() -> statement.execute("SELECT pg_sleep(600)"));
      String asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
      await(() -> ask(asleep), "1");
      statement.cancel();
      assertThatThrownBy(sleep::get).rootCause().hasMessageContaining("user request");
    }
  }

  private Connection connect(String options) throws Exception {
    String url = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/marks?" + options;
    Connection connection =
        DriverManager.getConnection(url, server.superuser(), server.superuserPassword());
    connection.setAutoCommit(false);
    return connection;
  }

  private static void commitTenMarks(Connection connection) throws SQLException {
    for (int mark = 1; mark <= 10; mark++) {
      insert(connection, mark);
      connection.commit();
    }
  }

  private static void insert(Connection connection, int mark) throws SQLException {
    try (var statement = connection.prepareStatement("INSERT INTO marks VALUES (?)")) {
      statement.setInt(1, mark);
      statement.execute();
    }
  }

  /** Asked past the proxy. */
  private static String ask(String sql) throws Exception {
    try (Connection connection = server.connect("marks");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }

  /** Done past the proxy. */
  private static void run(String sql) throws Exception {
    try (Connection connection = server.connect("marks");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static FutureTask<Void> inBackground(Action action) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              action.run();
              return null;
            });
    new Thread(task, "client").start();
    return task;
  }

  private static <T> void await(Callable<T> probe, T wanted) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (!wanted.equals(probe.call())) {
      assertThat(System.nanoTime()).as("still not %s", wanted).isLessThan(end);
      Thread.sleep(5);
    }
  }
}
