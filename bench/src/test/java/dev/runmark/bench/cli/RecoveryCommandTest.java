package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RecoveryCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--kills,0,0 kills: wanted at least one",
    "--size,1001,runs of 1001 KB a second",
    "--heartbeats,slow,expected one of"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("recovery", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
