package dev.runmark.quickstart.cli;

import dev.runmark.job.cli.DoctorCommand;
import dev.runmark.job.cli.MigrateCommand;
import dev.runmark.job.cli.RedriveCommand;
import dev.runmark.job.cli.RejectedCommand;
import dev.runmark.job.cli.StatusCommand;
import dev.runmark.job.cli.SweepCommand;
import dev.runmark.reader.cli.ServeCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * What {@code ./runmark} runs. Exit codes: 0 done, 1 failed, 2 a wrong option. Failures are told in
 * their own words; their stack traces go to the log.
 */
@Command(
    name = "./runmark",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Keeps every run of LLM applications, agents and ML pipelines.",
    subcommands = {
      QuickstartCommand.class,
      ClusterCommand.class,
      FlinkCommand.class,
      MigrateCommand.class,
      RejectedCommand.class,
      RedriveCommand.class,
      ReplayCommand.class,
      SweepCommand.class,
      StatusCommand.class,
      DoctorCommand.class,
      ServeCommand.class
    })
public final class Runmark {

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Runmark());
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          // Not a field: a command may first say where the log is to go.
          Logger log = LoggerFactory.getLogger(Runmark.class);
          log.info("{} failed", command.getCommandName(), failure);
          command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
          return command.getCommandSpec().exitCodeOnExecutionException();
        });
    // What follows the action of ./runmark flink are Flink's options, also those that look like
    // ours.
    commandLine.setStopAtPositional(true);
    return commandLine;
  }
}
