package dev.runmark.bench.servers;

import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.sql.SQLException;

/**
 * An index in the benchmark's server, and who may do what with it.
 *
 * @param owner the server's superuser
 * @param reader has what {@code runmark_reader} has, and nothing else
 */
public record IndexSchema(String name, PostgresAccess owner, PostgresAccess reader) {

  private static final String READER = "bench_reader";

  /** Makes it, empty. */
  public static IndexSchema create(String name, PostgresAccess owner) throws SQLException {
    // As secret as the owner's, and the same for every index of the server.
    String password = owner.password();
    PostgresAccess reader = new PostgresAccess(owner.url(), READER, password);
    IndexSchema created = new IndexSchema(name, owner, reader);
    Migration.migrate(created.writing());
    owner.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '"
            + READER
            + "') THEN CREATE ROLE "
            + READER
            + " IN ROLE runmark_reader; END IF; END $$",
        "ALTER ROLE " + READER + " LOGIN PASSWORD '" + password + "'");
    return created;
  }

  /** For who commits. */
  public PostgresOptions writing() {
    return options(owner);
  }

  /** For who reads. */
  public PostgresOptions reading() {
    return options(reader);
  }

  private PostgresOptions options(PostgresAccess access) {
    return new PostgresOptions(
        access.url(), access.user(), access::password, name, PostgresOptions.Limits.DEFAULT);
  }
}
