package dev.runmark.traces.cli;

import dev.runmark.console.Terminal;
import picocli.CommandLine.Model.CommandSpec;

/** How wide lines may be. */
final class Width {

  private static final int NO_TERMINAL = 140;

  private Width() {}

  /** That of the terminal; a fixed one where there is none. */
  static int of(CommandSpec command) {
    return Terminal.isOutput() ? command.usageMessage().autoWidth(true).width() : NO_TERMINAL;
  }
}
