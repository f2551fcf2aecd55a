package dev.runmark.proof.cli;

import dev.runmark.console.Phases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What {@code ./runmark audit}, {@code simulate} and {@code chaos} run. Exit codes: 0 all holds, 1
 * a violation or a failure, 2 a wrong option. Failures are told in their own words; their stack
 * traces go to the log.
 */
@Command(
    name = "./runmark",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Proves that no run is lost, doubled or wrong.",
    subcommands = {
      AuditCommand.class,
      SimulateCommand.class,
      ChaosCommand.class,
    })
public final class Proof {

  private static final Logger LOG = LoggerFactory.getLogger(Proof.class);

  public static void main(String[] arguments) {
    System.exit(Phases.execute(commandLine(), arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Proof())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              LOG.info("{} failed", command.getCommandName(), failure);
              command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
              return command.getCommandSpec().exitCodeOnExecutionException();
            });
  }
}
