package dev.runmark.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunmarkTest {

  private final StringWriter errors = new StringWriter();
  private final CommandLine runmark = Runmark.commandLine().setErr(new PrintWriter(errors, true));

  /** The launcher lists them itself, so that help needs no build. */
  @Test
  void theLaunchersHelpListsEveryCommand() throws Exception {
    String launcher = Files.readString(Path.of("../runmark"));

    assertThat(runmark.getSubcommands().keySet())
        .allSatisfy(
            command -> assertThat(launcher).containsPattern("(?m)^  " + command + "  +\\S"));
  }

  @Test
  void aPortInUseNamesItsOption() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int exitCode = runmark.execute("cluster", "--ui-port", "" + taken.getLocalPort());

      assertThat(exitCode).isEqualTo(2);
      assertThat(errors.toString()).startsWith("--ui-port " + taken.getLocalPort() + ":");
    }
  }

  @Test
  void wrongNumbersNameTheirOption() {
    assertThat(runmark.execute("cluster", "--task-managers", "0")).isEqualTo(2);
    assertThat(runmark.execute("cluster", "--slots", "-1")).isEqualTo(2);
    assertThat(runmark.execute("cluster", "--ui-port", "65536")).isEqualTo(2);

    assertThat(errors.toString())
        .contains("--task-managers 0: wanted 1 or more")
        .contains("--slots -1: wanted 1 or more")
        .contains("--ui-port 65536: wanted 0 to 65535");
  }

  @Test
  void theClientOfAClusterThatNeverWasSaysSo() {
    assertThat(runmark.execute("flink", "--data-dir", "target/no-cluster", "list", "--all"))
        .isEqualTo(1);

    assertThat(errors.toString()).contains("target/no-cluster").contains("none was started there");
  }

  @Test
  void aReplayWithoutItsRangeOrItsOptionsIsAWrongOption() {
    assertThat(runmark.execute("replay", "--config", "target/none.yaml", "--topic", "runs"))
        .isEqualTo(2);
    assertThat(
            runmark.execute(
                "replay", "--config", "target/none.yaml", "--topic", "runs", "--from", "earliest"))
        .isEqualTo(2);

    assertThat(errors.toString()).contains("'--from=WHERE'").contains("target/none.yaml");
  }
}
