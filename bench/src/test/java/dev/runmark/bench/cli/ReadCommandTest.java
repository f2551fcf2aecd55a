package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ReadCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--rounds,2,--rounds 2: a median wants 3 or more",
    "--sizes,0,run of KB 0: wanted 1 to 900",
    "--clients,65,clients 65: wanted 1 to 64",
    "--reads,99,reads 99: wanted 100 to 1000000",
    "--compression,lz4,expected one of [NONE"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("read", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
