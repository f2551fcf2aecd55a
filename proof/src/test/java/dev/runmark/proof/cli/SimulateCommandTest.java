package dev.runmark.proof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.proof.simulation.Campaign;
import dev.runmark.proof.simulation.PlantedCampaign;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulateCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void whenAllHoldsTheLastLineSaysSo() {
    assertThat(run(new SimulateCommand(), "--seeds", "3", "--seed", "40")).isZero();
    assertThat(lastLine())
        .isEqualTo("{\"seeds\":3,\"steps\":" + 3 * Campaign.STEPS + ",\"violations\":0}");
  }

  @Test
  void whatIsFoundIsToldWithTheCommandsThatReplayIt() {
    SimulateCommand planted = new SimulateCommand(PlantedCampaign::ofALateSnapshot);
    assertThat(run(planted, "--seeds", "1", "--seed", "1")).isEqualTo(1);
    assertThat(lastLine()).matches("\\{\"seeds\":1,\"steps\":\\d+,\"violations\":1\\}");
    assertThat(out.toString())
        .contains("seed 1 breaks ", "./runmark simulate --seeds 1 --seed 1\n");
    Matcher shrunk = Pattern.compile("--seed 1 --steps ([0-9,]+)\n").matcher(out.toString());
    assertThat(shrunk.find()).isTrue();
    String steps = shrunk.group(1);
    out.getBuffer().setLength(0);
    SimulateCommand again = new SimulateCommand(PlantedCampaign::ofALateSnapshot);
    assertThat(run(again, "--seeds", "1", "--seed", "1", "--steps", steps)).isEqualTo(1);
    assertThat(run(new SimulateCommand(), "--seeds", "1", "--seed", "1", "--steps", steps))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seeds 0",
        "--seeds x",
        "--seed 1.5",
        "--steps 1",
        "--seeds 1 --steps 1,,2",
        "--seeds 1 --steps -1",
        "--seeds 1 --steps 200",
        "--seeds 1 --steps all"
      })
  void anOptionThatCannotBeUsedIsRefused(String options) {
    assertThat(run(new SimulateCommand(), options.split(" "))).isEqualTo(2);
    assertThat(err.toString()).containsPattern("^(--see|--ste|Invalid value for option '--see)");
    assertThat(out.toString()).isEmpty();
  }

  private int run(SimulateCommand command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private String lastLine() {
    List<String> lines = out.toString().lines().toList();
    return lines.get(lines.size() - 1);
  }
}
