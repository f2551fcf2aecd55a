package dev.runmark.reader.cli;

import dev.runmark.console.Terminal;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whether rows are for people or for programs. */
final class Shape {

  /** At most one of them. */
  private static final class Wanted {
    @Option(names = "--json", description = "NDJSON, as in a pipe.")
    private boolean json;

    @Option(names = "--table", description = "A table, as on a terminal.")
    private boolean table;
  }

  @ArgGroup private final Wanted wanted = new Wanted();

  boolean table() {
    return wanted.table || !wanted.json && Terminal.isOutput();
  }
}
