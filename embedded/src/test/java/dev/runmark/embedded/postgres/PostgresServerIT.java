package dev.runmark.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.PortInUseException;
import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  @TempDir static Path home;

  @Test
  void writesOutliveRestartsOfEveryKindAndTheServerItself() throws Exception {
    Path directory = home.resolve("data");
    String password;
    try (PostgresServer server = PostgresServer.start(directory, 0)) {
      password = server.superuserPassword();
      server.createDatabase("kept");
      server.createDatabase("kept");
      run(server, "CREATE TABLE marks (mark int)");
      run(server, "INSERT INTO marks VALUES (1)");
      server.restart(StopMode.IMMEDIATE);
      run(server, "INSERT INTO marks VALUES (2)");
      server.restart(StopMode.FAST);
    }
    try (PostgresServer server = PostgresServer.start(directory, 0)) {
      assertThat(ask(server, "SELECT string_agg(mark::text, ',' ORDER BY mark) FROM marks"))
          .isEqualTo("1,2");
      assertThat(server.superuserPassword()).isEqualTo(password);
    }
  }

  @Test
  void isAsDurableAsAProductionServer() throws Exception {
    try (PostgresServer server = PostgresServer.start(home.resolve("durable"), 0)) {
      server.createDatabase("kept");
      assertThat(ask(server, "SHOW fsync")).isEqualTo("on");
      assertThat(ask(server, "SHOW synchronous_commit")).isEqualTo("on");
      assertThat(ask(server, "SHOW server_version"))
          .startsWith(PostgresRelease.bundled().major() + ".");
      assertThat(ask(server, "SHOW server_encoding")).isEqualTo("UTF8");
    }
  }

  @Test
  void settingsAreTheCallersAndARefusedOneIsQuotedFromTheLog() throws Exception {
    Path directory = home.resolve("settings");
    try (PostgresServer server =
        PostgresServer.start(directory, 0, Map.of("max_connections", "7"))) {
      server.createDatabase("kept");
      assertThat(ask(server, "SHOW max_connections")).isEqualTo("7");
    }
    assertThatThrownBy(() -> PostgresServer.start(directory, 0, Map.of("max_connections", "many")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("invalid value for parameter \"max_connections\": \"many\"");
  }

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> PostgresServer.start(home.resolve("port"), taken.getLocalPort()))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("port " + taken.getLocalPort());
    }
  }

  @Test
  void aDirectoryServesOneServerAtATime() throws Exception {
    Path directory = home.resolve("shared");
    try (PostgresServer server = PostgresServer.start(directory, 0)) {
      assertThatThrownBy(() -> PostgresServer.start(directory, 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another server runs in it");
      assertThat(server.port()).isPositive();
    }
  }

  @Test
  void aServerLeftRunningByAKilledProcessIsReplaced() throws Exception {
    Path directory = home.resolve("orphan");
    PostgresServer.start(directory, 0).close();
    Cluster orphan = Cluster.open(directory, ServerAccount.choose());
    int port = Ports.free(0);
    orphan.start(port, Map.of());
    try (PostgresServer server = PostgresServer.start(directory, port)) {
      server.createDatabase("kept");
      assertThat(ask(server, "SELECT 1")).isEqualTo("1");
    }
    assertThat(orphan.running()).isFalse();
  }

  /** As root: in a user namespace and as another account, below a directory closed to others. */
  @Test
  void everyAccountThatWorksHereCanRunTheServer() throws Exception {
    assertThat(ServerAccount.usable()).isNotEmpty();
    for (ServerAccount account : ServerAccount.usable()) {
      Path directory = Files.createTempDirectory(home, "account");
      Cluster cluster = Cluster.open(directory, account);
      for (int start = 0; start < 2; start++) {
        cluster.start(Ports.free(0), Map.of());
        assertThat(cluster.running()).isTrue();
        cluster.stop(StopMode.FAST);
        assertThat(cluster.running()).isFalse();
      }
    }
  }

  @Test
  void databaseNamesThatNeedQuotesAreRefused() throws Exception {
    try (PostgresServer server = PostgresServer.start(home.resolve("data"), 0)) {
      assertThatThrownBy(() -> server.createDatabase("a; DROP DATABASE kept"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static void run(PostgresServer server, String sql) throws SQLException, IOException {
    try (Connection connection = server.connect("kept");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(PostgresServer server, String sql) throws SQLException, IOException {
    try (Connection connection = server.connect("kept");
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      assertThat(answer.next()).isTrue();
      return answer.getString(1);
    }
  }
}
