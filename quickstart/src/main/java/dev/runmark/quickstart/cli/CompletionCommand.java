package dev.runmark.quickstart.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes what is typed. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description =
        "Prints a script for bash and zsh, by which they complete the commands and options of"
            + " runmark and ./runmark.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(./runmark completion)",
      "  ./runmark completion > ~/.local/share/bash-completion/completions/runmark",
      ""
    })
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    // Shells look a command up by the last part of its path.
    out.print(AutoComplete.bash("runmark", spec.root().commandLine()));
    out.flush();
  }
}
