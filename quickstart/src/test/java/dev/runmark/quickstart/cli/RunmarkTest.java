package dev.runmark.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RunmarkTest {

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();
  private final CommandLine runmark =
      Runmark.commandLine()
          .setOut(new PrintWriter(output, true))
          .setErr(new PrintWriter(errors, true));

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

  @ParameterizedTest
  @ValueSource(strings = {"get", "list", "trace", "parts", "send", "serve", "traces", "completion"})
  void helpHasExamples(String command) {
    assertThat(runmark.execute(command, "--help")).isZero();

    assertThat(output.toString()).contains("Usage: ./runmark " + command, "Examples:\n  ");
  }

  @Test
  void theVersionIsTheBuilds() throws Exception {
    String pom = Files.readString(Path.of("pom.xml"));
    String version = pom.replaceFirst("(?s).*?<version>([^<]+)</version>.*", "$1");

    assertThat(runmark.execute("--version")).isZero();
    assertThat(runmark.execute("get", "--version")).isZero();

    assertThat(output.toString().lines().filter(("runmark " + version)::equals)).hasSize(2);
  }

  /** Only what follows the action of ./runmark flink is Flink's. */
  @Test
  void optionsBehindAnIdAreOptions() {
    assertThat(runmark.execute("get", "no-id", "--config", "target/none.yaml")).isEqualTo(2);

    assertThat(errors.toString())
        .isEqualToIgnoringNewLines(
            "get: read options target/none.yaml: java.nio.file.NoSuchFileException: target/none.yaml");
  }

  @Test
  void aWrongOptionIsToldInALineAndNotAboveAScreenOfHelp() {
    assertThat(runmark.execute("list", "--limt=3")).isEqualTo(2);

    assertThat(errors.toString()).contains("'--limt=3'").hasLineCount(2);
  }

  @ParameterizedTest
  @CsvSource({
    "./runmark tra, trace traces",
    "runmark list --st, --status",
    "./runmark list --status=, pending success error",
  })
  void bashCompletes(String typed, String completed, @TempDir Path directory) throws Exception {
    assertThat(runmark.execute("completion")).isZero();
    Path script = Files.writeString(directory.resolve("completion"), output.toString());
    String words = typed.replace("=", " ''");
    String bash =
        "source %s; compopt() { :; }; COMP_LINE='%s'; COMP_WORDS=(%s);"
                .formatted(script, typed, words)
            + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1));"
            + " $(complete -p runmark | sed 's/.*-F \\([^ ]*\\).*/\\1/'); echo ${COMPREPLY[@]}";
    Process shell = new ProcessBuilder("bash", "-c", bash).redirectErrorStream(true).start();

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
        .isEqualTo(completed);
  }
}
