package dev.runmark.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class PhasesTest {

  private static final Map<String, String> WANTED = Map.of(Phases.VARIABLE, "1");

  private final StringWriter errors = new StringWriter();

  @Command(name = "./program", subcommands = Inner.class)
  static final class Program {}

  @Command(name = "inner")
  static final class Inner {
    @Command(name = "get")
    int get() throws InterruptedException {
      Phases.begin("options");
      Thread.sleep(30);
      Phases.begin("connect");
      Thread.sleep(60);
      Phases.begin("work");
      Thread.sleep(10);
      Phases.begin("connect");
      Thread.sleep(20);
      Phases.begin("work");
      return Phases.measured() ? 7 : 0;
    }

    @Command(name = "fail")
    int fail() {
      Phases.begin("options");
      throw new IllegalStateException("as planned");
    }
  }

  @Test
  void withTheVariableEachPhaseIsToldInOneLine() throws Exception {
    assertThat(execute(WANTED, "inner", "get")).isEqualTo(7);

    JsonNode line = line();
    assertThat(line.path("command").asText()).isEqualTo("inner get");
    JsonNode phases = line.path("phases");
    assertThat(names(phases)).containsExactly("jvm", "parse", "options", "connect", "work");
    assertThat(phases.path("options").asDouble()).isBetween(0.029, 5.0);
    assertThat(phases.path("connect").asDouble()).isBetween(0.078, 5.0);
    assertThat(phases.path("work").asDouble()).isBetween(0.009, 5.0);
    assertThat(phases.path("jvm").asDouble()).isPositive();
    double sum = 0;
    for (JsonNode each : phases) {
      sum += each.asDouble();
    }
    assertThat(line.path("seconds").asDouble()).isBetween(sum - 0.01, sum + 0.01);
  }

  @Test
  void withoutItNothingIsToldAndNothingMeasured() {
    assertThat(execute(Map.of(), "inner", "get")).isZero();
    assertThat(execute(Map.of(Phases.VARIABLE, "0"), "inner", "get")).isZero();

    assertThat(errors.toString()).isEmpty();
  }

  @Test
  void aCommandThatFailsTellsThemToo() throws Exception {
    assertThat(execute(WANTED, "inner", "fail")).isEqualTo(1);

    assertThat(names(line().path("phases"))).contains("options");
    assertThat(Phases.measured()).isFalse();
  }

  private int execute(Map<String, String> environment, String... arguments) {
    CommandLine commands =
        new CommandLine(new Program())
            .setErr(new PrintWriter(errors, true))
            .setExecutionExceptionHandler((failure, command, parsed) -> 1);
    return Phases.execute(commands, environment, arguments);
  }

  private JsonNode line() throws IOException {
    assertThat(errors.toString()).hasLineCount(1);
    return new ObjectMapper().readTree(errors.toString());
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
