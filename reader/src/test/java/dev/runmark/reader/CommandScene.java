package dev.runmark.reader;

import dev.runmark.console.Phases;
import dev.runmark.console.Terminal;
import dev.runmark.reader.cli.GetCommand;
import dev.runmark.reader.cli.ListCommand;
import dev.runmark.reader.cli.PartsCommand;
import dev.runmark.reader.cli.SendCommand;
import dev.runmark.reader.cli.TraceCommand;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands as a person gives them, in this JVM or in one of their own. */
@Command(
    name = "runmark",
    subcommands = {
      GetCommand.class,
      ListCommand.class,
      TraceCommand.class,
      PartsCommand.class,
      SendCommand.class
    })
final class CommandScene {

  /** How a command ended, and what it printed. */
  record Ended(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private CommandScene() {}

  /** What {@link #process} runs. */
  public static void main(String[] arguments) {
    CommandLine commands = new CommandLine(new CommandScene());
    Terminal.connect(commands);
    System.exit(Phases.execute(commands, arguments));
  }

  static Ended run(Path config, String command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = all(config, command, arguments);
    int code =
        new CommandLine(new CommandScene())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(all.toArray(String[]::new));
    return new Ended(code, out.toString(), err.toString());
  }

  private static List<String> all(Path config, String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--config", config.toString()));
    all.addAll(List.of(arguments));
    return all;
  }

  /** A process of 128 MB with the locale that knows ASCII only. */
  static Process process(Path config, String command, String... arguments) throws IOException {
    return process(Map.of(), config, command, arguments);
  }

  /** The same with variables in its environment. */
  static Process process(
      Map<String, String> environment, Path config, String command, String... arguments)
      throws IOException {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path").replace("\n", File.pathSeparator),
                CommandScene.class.getName()));
    java.addAll(all(config, command, arguments));
    ProcessBuilder process = new ProcessBuilder(java);
    process.environment().put("LC_ALL", "C");
    process.environment().putAll(environment);
    return process.start();
  }
}
