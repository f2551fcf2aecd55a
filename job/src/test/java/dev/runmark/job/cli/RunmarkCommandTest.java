package dev.runmark.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunmarkCommandTest {

  private final StringWriter errors = new StringWriter();

  @Test
  void optionsThatCannotBeUsedEndWithTwoAndName() {
    assertThat(run("migrate", "--config", "no-such.yaml")).isEqualTo(2);
    assertThat(errors.toString()).contains("read options no-such.yaml");
  }

  @Test
  void anUnknownArgumentEndsWithTwo() {
    assertThat(run("migrate", "--fast")).isEqualTo(2);
    assertThat(run("fly")).isEqualTo(2);
  }

  private int run(String... args) {
    CommandLine command = RunmarkCommand.commandLine();
    command.setErr(new PrintWriter(errors));
    return command.execute(args);
  }
}
