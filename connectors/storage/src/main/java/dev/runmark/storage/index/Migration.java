package dev.runmark.storage.index;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;

/** Creates or upgrades the index's schema. Run by a user that owns it, never by the job. */
public final class Migration {

  /** The schema version that this build reads and writes. */
  public static final int VERSION = 1;

  static final String HISTORY = "schema_history";

  private Migration() {}

  /**
   * Applies what is missing; a second call changes nothing.
   *
   * @return how many migrations were applied
   * @throws IllegalStateException when it fails, with the server's reason
   */
  public static int migrate(PostgresOptions options) {
    String password = options.password() == null ? null : options.password().get();
    try {
      return Flyway.configure(Migration.class.getClassLoader())
          .dataSource(options.url(), options.user(), password)
          .jdbcProperties(Map.of("ApplicationName", "runmark migrate"))
          .defaultSchema(options.schema())
          .schemas(options.schema())
          .createSchemas(true)
          .table(HISTORY)
          .locations("classpath:dev/runmark/storage/index/migrations")
          .target(MigrationVersion.fromVersion(Integer.toString(VERSION)))
          .load()
          .migrate()
          .migrationsExecuted;
    } catch (FlywayException e) {
      throw new IllegalStateException(
          "migrate schema " + options.schema() + " of " + options + ": " + e.getMessage(), e);
    }
  }
}
