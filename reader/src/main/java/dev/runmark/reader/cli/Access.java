package dev.runmark.reader.cli;

import dev.runmark.console.ConfigFile;
import dev.runmark.console.IndexRole;
import dev.runmark.console.Phases;
import dev.runmark.options.OptionsException;
import dev.runmark.options.ServerOptions;
import dev.runmark.options.StorageOptions;
import dev.runmark.reader.RunmarkReader;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.PostgresOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose runs, in which stores, as whom: what every command that reads or sends is told. */
final class Access {

  @Mixin private final ConfigFile config = new ConfigFile();

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Whose runs (default: tenants.default of the options).")
  private @Nullable String tenant;

  @Mixin private final IndexRole role = new IndexRole();

  /**
   * The options, as the API has them.
   *
   * @throws OptionsException when they cannot be used
   */
  ServerOptions options() {
    Phases.begin("options");
    ServerOptions options = ServerOptions.read(config.path(), System.getenv());
    Phases.begin("connect");
    return options;
  }

  String tenant(ServerOptions options) {
    return tenant == null ? options.tenants().fallback() : tenant;
  }

  /**
   * Connects to neither store yet, but to the index where phases are measured: what comes then is
   * work.
   *
   * @throws OptionsException when a secret is not where it should be
   */
  RunmarkReader reader(ServerOptions options) throws ReadException {
    PostgresOptions index = role.index(options.postgres());
    RunmarkReader reader =
        RunmarkReader.open(index, StorageOptions.of(options.s3()), options.reader());
    if (Phases.measured()) {
      try {
        reader.fitness();
      } catch (ReadException | RuntimeException e) {
        reader.close();
        throw e;
      }
    }
    Phases.begin("work");
    return reader;
  }
}
