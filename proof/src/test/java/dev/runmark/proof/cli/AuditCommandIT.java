package dev.runmark.proof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.ledger.SentPoison;
import dev.runmark.quickstart.ledger.SentRuns;
import dev.runmark.quickstart.local.LocalDirectory;
import dev.runmark.quickstart.local.LocalPorts;
import dev.runmark.quickstart.local.LocalSystem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person gives it, beside the real job on real servers. */
class AuditCommandIT {

  private static final long RUNS = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path directory;
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int audit(Path options, String... more) {
    output.getBuffer().setLength(0);
    errors.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of("audit", "--config", options.toString()));
    arguments.addAll(List.of(more));
    return Proof.commandLine()
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(errors))
        .execute(arguments.toArray(String[]::new));
  }

  private String told() {
    return output.toString() + errors;
  }

  @Test
  void beforeWhileAndAfterTheJobStoresAndWhenOneRowIsChanged() throws Exception {
    LocalDirectory local = new LocalDirectory(directory.resolve("system"));
    try (LocalSystem system = new LocalSystem(local, freePorts());
        LoadGenerator load = system.load(RUNS, 0)) {
      Path options = local.options();
      load.await();

      // The job has just begun: little is stored, nothing is wrong.
      audit(options);
      assertThat(output.toString()).as(told()).contains("A1").doesNotContain("VIOLATED");

      JsonObject report = settled(system, options);
      assertThat(count(report, "runs that fold to their events")).isEqualTo(RUNS);
      assertThat(count(report, "dead letters"))
          .isPositive()
          .isEqualTo(SentPoison.read(local.ledger()).size());
      assertThat(count(report, "events")).isEqualTo(SentRuns.read(local.ledger()).events());

      breakARow(system, local);
      assertThat(audit(options)).as(told()).isEqualTo(1);
      assertThat(output.toString()).containsPattern("B1 +VIOLATED").containsPattern("B4 +VIOLATED");
      assertThat(output.toString().lines().filter(line -> line.contains("VIOLATED"))).hasSize(3);

      assertThat(audit(options, "--sample", "0")).isEqualTo(2);
      assertThat(errors.toString()).startsWith("audit: --sample 0: wanted 1 or more");
    }
  }

  /**
   * Waits until all lies below the safe positions; each audit on the way must be without a find.
   */
  private JsonObject settled(LocalSystem system, Path options)
      throws IOException, InterruptedException {
    Path json = directory.resolve("report.json");
    long since = System.nanoTime();
    while (System.nanoTime() - since < PATIENCE.toNanos()) {
      int exit = audit(options, "--json", json.toString());
      JsonObject report = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
      assertThat(output.toString()).as(told()).doesNotContain("VIOLATED");
      if (count(report, "events above the safe positions") == 0
          && count(report, "runs stored") == RUNS) {
        assertThat(exit).as(told()).isZero();
        assertThat(report.get("holds").getAsBoolean()).isTrue();
        return report;
      }
      Thread.sleep(1_000);
    }
    throw new AssertionError("not settled after " + PATIENCE + ": " + system.stored() + told());
  }

  private static LocalPorts freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    int[] ports = sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return new LocalPorts(ports[0], ports[1], ports[2], ports[3], ports[4]);
  }

  private static long count(JsonObject report, String name) {
    return report.getAsJsonObject("counts").get(name).getAsLong();
  }

  private static void breakARow(LocalSystem system, LocalDirectory local) throws Exception {
    String password = Files.readString(local.secret("postgres-password")).strip();
    try (Connection writer =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + system.postgresPort() + "/runmark",
                "runmark_job",
                password);
        Statement statement = writer.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "UPDATE runs SET checksum = checksum + 1 WHERE run ="
                      + " (SELECT run FROM runs WHERE lines = 1 LIMIT 1)"))
          .isEqualTo(1);
    }
  }
}
