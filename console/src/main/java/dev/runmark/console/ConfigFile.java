package dev.runmark.console;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the options are: said to the command, or once for all by an environment variable. */
public final class ConfigFile {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "${env:RUNMARK_CONFIG:-runmark.yaml}",
      description =
          "The options, those that the job has too (default: what RUNMARK_CONFIG names, else"
              + " runmark.yaml in this directory).")
  private Path path;

  public Path path() {
    return path;
  }
}
