package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommitCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds,0,0 rounds after 2: wanted more",
    "--rows,0,rows 0: wanted 1 to 5000000",
    "--filled,-1,filled -1: wanted 0 to 100000000",
    "--ids,sorted,expected one of"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("commit", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
