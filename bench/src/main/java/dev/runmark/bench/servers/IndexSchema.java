package dev.runmark.bench.servers;

import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.sql.SQLException;
import java.util.UUID;

/**
 * An index in the benchmark's server, and who may do what with it.
 *
 * @param owner the server's superuser
 * @param reader has what {@code runmark_reader} has, and nothing else
 */
public record IndexSchema(String name, PostgresAccess owner, PostgresAccess reader) {

  private static final String READER = "bench_reader";

  /** Makes it, empty, once for a server. */
  public static IndexSchema create(String name, PostgresAccess owner) throws SQLException {
    String password = UUID.randomUUID().toString();
    PostgresAccess reader = new PostgresAccess(owner.url(), READER, password);
    IndexSchema created = new IndexSchema(name, owner, reader);
    Migration.migrate(created.writing());
    owner.execute(
        "CREATE ROLE " + READER + " LOGIN PASSWORD '" + password + "' IN ROLE runmark_reader");
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
