package dev.runmark.proof.cli;

import dev.runmark.proof.simulation.Campaign;
import dev.runmark.proof.simulation.FoundViolation;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./runmark simulate}: random schedules of the write path, each from a seed. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Plays the write path through random schedules of records, timers, checkpoints, failures,",
      "crashes, restores, zombies and sweeps, and checks that no run is lost, doubled or wrong."
    })
final class SimulateCommand implements Callable<Integer> {

  private final Supplier<Campaign> campaigns;

  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "300",
      description = "How many schedules (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The first seed; the others follow it (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--steps",
      paramLabel = "I,J,...",
      description = "Only these steps of the one seed's schedule, by their numbers; or none.")
  private @Nullable String steps;

  SimulateCommand() {
    this(Campaign::new);
  }

  SimulateCommand(Supplier<Campaign> campaigns) {
    this.campaigns = campaigns;
  }

  @Override
  public Integer call() {
    requireSensible();
    PrintWriter out = spec.commandLine().getOut();
    Campaign campaign = campaigns.get();
    for (long next = seed; next < seed + seeds; next++) {
      if (steps == null) {
        campaign.play(next);
      } else {
        campaign.play(next, numbers(steps));
      }
    }
    campaign.counts().all().forEach((what, count) -> out.printf("%10d  %s%n", count, what));
    campaign.violations().forEach(violation -> print(violation, out));
    out.printf(
        "{\"seeds\":%d,\"steps\":%d,\"violations\":%d}%n",
        campaign.seeds(), campaign.steps(), campaign.violations().size());
    out.flush();
    return campaign.violations().isEmpty() ? 0 : 1;
  }

  private void requireSensible() {
    if (seeds < 1) {
      throw wrong("--seeds " + seeds + ": wanted 1 or more");
    }
    if (steps != null && seeds != 1) {
      throw wrong("--steps are those of one seed: wanted --seeds 1");
    }
  }

  private List<Integer> numbers(String listed) {
    if (listed.equals("none")) {
      return List.of();
    }
    try {
      List<Integer> numbers =
          Arrays.stream(listed.split(",", -1)).map(Integer::valueOf).sorted().distinct().toList();
      if (numbers.get(0) < 0 || numbers.get(numbers.size() - 1) >= Campaign.STEPS) {
        throw wrong("--steps " + listed + ": wanted numbers from 0 to " + (Campaign.STEPS - 1));
      }
      return numbers;
    } catch (NumberFormatException e) {
      throw wrong("--steps " + listed + ": wanted numbers with commas between, or none");
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private static void print(FoundViolation violation, PrintWriter out) {
    out.println();
    out.println("seed " + violation.seed() + " breaks " + violation.message());
    out.println("  all of it:   " + violation.replay());
    out.println("  the shrunk:  " + violation.replayShort());
    violation.trace().forEach(line -> out.println("    " + line));
  }
}
