package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MemoryCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--sizes,1001,run of 1001 KB: wanted 1 to 1000",
    "--rates,0,0.0 MB a second: wanted more than 0",
    "--minutes,2,'2 looks, each 60 s, after 180 s: wanted at least 3'",
    "--window,big,--window"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("memory", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
