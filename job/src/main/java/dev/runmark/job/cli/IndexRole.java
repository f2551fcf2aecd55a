package dev.runmark.job.cli;

import dev.runmark.options.OptionsException;
import dev.runmark.options.PostgresOptions;
import dev.runmark.options.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** As whom a command goes to the index. */
public final class IndexRole {

  @Option(
      names = "--user",
      paramLabel = "ROLE",
      description = "The role to connect as; without it postgres.user.")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "REFERENCE",
      description = "env:NAME or file:/PATH of that role's password.")
  private @Nullable String password;

  /**
   * The index of the job's options, as this role.
   *
   * @throws OptionsException when only one of the two is given
   */
  public dev.runmark.storage.index.PostgresOptions index(PostgresOptions options) {
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
