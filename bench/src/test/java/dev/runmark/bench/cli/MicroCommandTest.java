package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MicroCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds,0,0 rounds of",
    "--sizes,0,run of 0 KB: wanted 1 to 900",
    "--sizes,901,run of 901 KB: wanted 1 to 900",
    "--sizes,ten,--sizes"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("micro", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
