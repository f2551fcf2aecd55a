package dev.runmark.job.cli;

import dev.runmark.job.options.OptionsException;
import dev.runmark.job.options.PostgresOptions;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.options.Secret;
import dev.runmark.storage.index.Migration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--user",
      paramLabel = "ROLE",
      description = "The role that owns the schema; without it postgres.user.")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "REFERENCE",
      description = "env:NAME or file:/PATH of that role's password.")
  private @Nullable String password;

  @Override
  public Integer call() {
    try {
      return migrate(RunmarkOptions.read(config).postgres());
    } catch (OptionsException e) {
      // Exit code 2 under whichever root this command hangs.
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private int migrate(PostgresOptions options) {
    int applied = Migration.migrate(owner(options));
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

  private dev.runmark.storage.index.PostgresOptions owner(PostgresOptions options) {
    if ((user == null) != (password == null)) {
      throw new OptionsException("--user and --password: give both or neither");
    }
    Secret secret = password == null ? options.password() : secret(password);
    return new dev.runmark.storage.index.PostgresOptions(
        options.url(),
        user == null ? options.user() : user,
        secret::resolve,
        options.schema(),
        dev.runmark.storage.index.PostgresOptions.Limits.DEFAULT);
  }

  private static Secret secret(String reference) {
    try {
      return new Secret(reference);
    } catch (IllegalArgumentException e) {
      throw new OptionsException("--password: " + e.getMessage());
    }
  }
}
