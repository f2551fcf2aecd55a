package dev.runmark.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PostCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--posts,2,--posts 2: a median wants 3 or more",
    "--shapes,500,shape 500: wanted runs x KB of each field",
    "--window,all,expected one of [NONE",
    "--checkpoint,9,checkpoint every 9 ms: wanted 10 to 600000"
  })
  void aWrongOptionIsNamedAndNothingStarts(String option, String value, String message) {
    StringWriter errors = new StringWriter();
    CommandLine bench = Bench.commandLine().setErr(new PrintWriter(errors));

    assertThat(bench.execute("post", option, value)).isEqualTo(2);
    assertThat(errors.toString()).contains(message);
  }
}
