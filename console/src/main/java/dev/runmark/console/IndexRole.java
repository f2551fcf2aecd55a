package dev.runmark.console;

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
   * The index of the job's options, as this role. Its password is read now: a missing one would
   * look like an index that is away.
   *
   * @throws OptionsException when only one of the two is given, or the password is not where it
   *     should be
   */
  public dev.runmark.storage.index.PostgresOptions index(PostgresOptions options) {
    String secret = secret(options).resolve();
    return new dev.runmark.storage.index.PostgresOptions(
        options.url(),
        user == null ? options.user() : user,
        () -> secret,
        options.schema(),
        dev.runmark.storage.index.PostgresOptions.Limits.DEFAULT);
  }

  private Secret secret(PostgresOptions options) {
    if ((user == null) != (password == null)) {
      throw new OptionsException("--user and --password: give both or neither");
    }
    return password == null ? options.password() : secret(password);
  }

  private static Secret secret(String reference) {
    try {
      return new Secret(reference);
    } catch (IllegalArgumentException e) {
      throw new OptionsException("--password: " + e.getMessage());
    }
  }
}
