package dev.runmark.bench.cli;

import dev.runmark.console.Phases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What {@code ./runmark bench} runs. Exit codes: 0 measured, 1 failed, 2 a wrong option. Failures
 * are told in their own words; their stack traces go to the log.
 */
@Command(
    name = "./runmark bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "BENCHMARK",
    description = "Measures Runmark beside its peers.",
    subcommands = {
      IngestCommand.class,
      ReadCommand.class,
      ListCommand.class,
      PostCommand.class,
      CommitCommand.class,
      BatchCommand.class,
      ScaleCommand.class,
      MemoryCommand.class,
      RecoveryCommand.class,
      DecodeCommand.class,
      FramesCommand.class,
      MicroCommand.class,
      WindowsCommand.class
    })
public final class Bench {

  private static final Logger LOG = LoggerFactory.getLogger(Bench.class);

  public static void main(String[] arguments) {
    System.exit(Phases.execute(commandLine(), arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Bench())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              LOG.info("{} failed", command.getCommandName(), failure);
              command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
              return command.getCommandSpec().exitCodeOnExecutionException();
            });
  }
}
