package dev.runmark.job.cli;

import dev.runmark.console.Phases;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The root of the operating commands. Exit codes: 0 done, 1 it failed, 2 the command line or the
 * options cannot be used.
 */
@Command(
    name = "runmark",
    description = "Keeps every run: Kafka to parts on S3 and offset rows in PostgreSQL.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      MigrateCommand.class,
      RejectedCommand.class,
      RedriveCommand.class,
      SweepCommand.class,
      StatusCommand.class,
      DoctorCommand.class
    })
public final class RunmarkCommand {

  private RunmarkCommand() {}

  public static void main(String[] args) {
    System.exit(Phases.execute(commandLine(), args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new RunmarkCommand())
        .setExecutionExceptionHandler(RunmarkCommand::explain);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter errors = command.getErr();
    errors.println(command.getCommandName() + ": " + failure.getMessage());
    errors.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
