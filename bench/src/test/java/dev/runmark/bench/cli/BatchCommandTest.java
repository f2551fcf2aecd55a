package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BatchCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds,0,0 rounds after 3: wanted more",
    "--reads,0,0 reads: wanted more",
    "--shapes,500,'shape 500: wanted runs x KB of each field, as 500x10'"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("batch", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
