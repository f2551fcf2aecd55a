package dev.runmark.reader.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The root of the reading commands, for where the launcher is not: the main class of the API's own
 * jar. Exit codes: 0 done, 1 it failed, 2 the command line or the options cannot be used.
 */
@Command(
    name = "runmark-api",
    description = "Sends and reads runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ServeCommand.class)
public final class ReadingCommand {

  private ReadingCommand() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new ReadingCommand())
        .setExecutionExceptionHandler(ReadingCommand::explain);
  }

  private static int explain(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter errors = command.getErr();
    errors.println(command.getCommandName() + ": " + failure.getMessage());
    errors.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
