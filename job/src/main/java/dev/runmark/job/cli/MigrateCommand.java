package dev.runmark.job.cli;

import dev.runmark.console.IndexRole;
import dev.runmark.options.OptionsException;
import dev.runmark.options.PostgresOptions;
import dev.runmark.storage.index.Migration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates or upgrades the index's schema, as a role that owns it. */
@Command(
    name = "migrate",
    description = "Creates or upgrades the tables of the offset index.",
    mixinStandardHelpOptions = true)
public final class MigrateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The job's options; the index is the one that they name.")
  private Path config;

  @Mixin private final IndexRole owner = new IndexRole();

  @Override
  public Integer call() {
    try {
      return migrate(MeasuredOptions.read(config).postgres());
    } catch (OptionsException e) {
      // Exit code 2 under whichever root this command hangs.
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int migrate(PostgresOptions options) {
    int applied = Migration.migrate(owner.index(options));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "schema "
            + options.schema()
            + " is at version "
            + Migration.VERSION
            + "; migrations applied now: "
            + applied);
    out.flush();
    return 0;
  }
}
