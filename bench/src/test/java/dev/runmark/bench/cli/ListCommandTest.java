package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ListCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds,0,0 rounds after 1: wanted more",
    "--page,10001,page 10001: wanted 1 to 10000",
    "--runs,2999,runs 2999: wanted 3000 to 100000000",
    "--documents,10,runs with documents 10: wanted 3000 to 10000000",
    "--heap,31,heap in MiB 31: wanted 32 to 4096"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("list", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
