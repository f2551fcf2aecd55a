package dev.runmark.quickstart.cli;

import dev.runmark.console.Phases;
import dev.runmark.console.PrintableText;
import dev.runmark.console.Terminal;
import dev.runmark.job.cli.DoctorCommand;
import dev.runmark.job.cli.MigrateCommand;
import dev.runmark.job.cli.RedriveCommand;
import dev.runmark.job.cli.RejectedCommand;
import dev.runmark.job.cli.StatusCommand;
import dev.runmark.job.cli.SweepCommand;
import dev.runmark.options.OptionsException;
import dev.runmark.reader.cli.GetCommand;
import dev.runmark.reader.cli.ListCommand;
import dev.runmark.reader.cli.PartsCommand;
import dev.runmark.reader.cli.SendCommand;
import dev.runmark.reader.cli.ServeCommand;
import dev.runmark.reader.cli.TraceCommand;
import dev.runmark.traces.cli.TracesCommand;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What {@code ./runmark} runs. Exit codes: 0 done, 1 failed, 2 a wrong option; those that read and
 * send have more. Failures are told in their own words; their stack traces go to the log.
 */
@Command(
    name = "./runmark",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
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
      ServeCommand.class,
      SendCommand.class,
      GetCommand.class,
      ListCommand.class,
      TraceCommand.class,
      PartsCommand.class,
      TracesCommand.class,
      CompletionCommand.class
    })
public final class Runmark {

  public static void main(String[] arguments) {
    CommandLine commandLine = commandLine();
    Terminal.connect(commandLine);
    System.exit(Phases.execute(commandLine, arguments));
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
    commandLine.setParameterExceptionHandler(Runmark::refuse);
    for (CommandLine command : commandLine.getSubcommands().values()) {
      command.getCommandSpec().versionProvider(new Version());
      // What follows its action are Flink's options, also those that look like ours.
      command.setStopAtPositional(command.getCommandName().equals("flink"));
    }
    return commandLine;
  }

  /** In a line or two: what is wrong must not scroll away above all that could be right. */
  private static int refuse(ParameterException refused, String[] arguments) {
    CommandLine command = refused.getCommandLine();
    PrintWriter errors = command.getErr();
    errors.println(PrintableText.of(String.valueOf(refused.getMessage())));
    if (!UnmatchedArgumentException.printSuggestions(refused, errors)
        && !(refused.getCause() instanceof OptionsException)) {
      errors.println("see " + command.getCommandSpec().qualifiedName() + " --help");
    }
    errors.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
