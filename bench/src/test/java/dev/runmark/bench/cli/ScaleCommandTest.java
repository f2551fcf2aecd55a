package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ScaleCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--runs,9999,runs 9999: wanted 10000 to 100000000",
    "--batch,0,0 rows a batch",
    "--reads,0,5 rounds of 0 reads: wanted more"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("scale", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
