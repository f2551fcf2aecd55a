package dev.runmark.job.cli;

import dev.runmark.console.Phases;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.options.OptionsException;
import java.nio.file.Path;

/** The job's options, read in a phase of their own. */
final class MeasuredOptions {

  private MeasuredOptions() {}

  /**
   * @throws OptionsException when they cannot be used
   */
  static RunmarkOptions read(Path file) {
    Phases.begin("options");
    RunmarkOptions options = RunmarkOptions.read(file);
    Phases.begin("work");
    return options;
  }
}
