package dev.runmark.reader.cli;

import dev.runmark.console.Phases;
import dev.runmark.console.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The root of the commands that send and read, for where the launcher is not: the main class of the
 * API's own jar. They end with the same exit codes as below {@code ./runmark}.
 */
@Command(
    name = "runmark-api",
    description = "Sends and reads runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      SendCommand.class,
      GetCommand.class,
      ListCommand.class,
      TraceCommand.class,
      PartsCommand.class
    })
public final class ReadingCommand {

  private ReadingCommand() {}

  public static void main(String[] args) {
    CommandLine commandLine = commandLine();
    Terminal.connect(commandLine);
    System.exit(Phases.execute(commandLine, args));
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
    return command.getCommandSpec().exitCodeOnExecutionException();
  }
}
