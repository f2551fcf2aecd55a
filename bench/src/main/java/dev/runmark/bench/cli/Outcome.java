package dev.runmark.bench.cli;

import dev.runmark.bench.measure.JsonFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What the command of a benchmark has to tell: what it cannot do, how far it is, and what came out,
 * as a table for people and as a file for machines.
 */
final class Outcome {

  @Option(names = "--json", paramLabel = "FILE", description = "where to write all figures")
  private @Nullable Path json;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /**
   * What the options say, checked by what is made of them.
   *
   * @throws ParameterException where that refuses them, with its words
   */
  <P> P plan(Supplier<P> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  ParameterException refused(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  /** Takes a line now and then. */
  Consumer<String> progress() {
    return command().commandLine().getErr()::println;
  }

  /** Prints a report, and writes it where that was wished. */
  <R> void tell(R report, BiConsumer<PrintWriter, R> table) throws IOException {
    table.accept(command().commandLine().getOut(), report);
    if (json != null) {
      JsonFile.write(json, report);
    }
  }

  private CommandSpec command() {
    return Objects.requireNonNull(command, "picocli sets it");
  }
}
