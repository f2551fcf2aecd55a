package dev.runmark.job.doctor;

import dev.runmark.job.doctor.Check.Result;
import dev.runmark.options.PostgresOptions;
import dev.runmark.storage.index.IndexLook;
import dev.runmark.storage.index.Migration;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The index, as the job's own role. */
final class IndexChecks {

  private static final String SERVER = "postgres server";
  private static final String SCHEMA = "postgres schema";

  private final PostgresOptions options;

  IndexChecks(PostgresOptions options) {
    this.options = options;
  }

  List<Check> all() {
    return List.of(
        new Check(SERVER, null, this::server),
        new Check("postgres TLS", SERVER, this::tls),
        new Check("postgres clock", SERVER, this::clock),
        new Check(SCHEMA, SERVER, this::schema),
        new Check("postgres rights", SCHEMA, this::rights),
        new Check("postgres ownership", SCHEMA, this::ownership));
  }

  private IndexLook look() throws IOException {
    return IndexLook.open(
        new dev.runmark.storage.index.PostgresOptions(
            options.url(),
            options.user(),
            options.password()::resolve,
            options.schema(),
            dev.runmark.storage.index.PostgresOptions.Limits.DEFAULT));
  }

  private Result server() throws IOException {
    try (IndexLook look = look()) {
      String version = look.version();
      return look.readOnly()
          ? Result.fail("PostgreSQL " + version + " is read-only: a standby? Name the primary")
          : Result.ok("PostgreSQL " + version + ", as " + options.user());
    }
  }

  private Result tls() throws IOException {
    try (IndexLook look = look()) {
      return look.encrypted()
          ? Result.ok("the connection is encrypted")
          : Result.warn("the connection is not encrypted; add sslmode=verify-full to postgres.url");
    }
  }

  private Result clock() throws IOException {
    try (IndexLook look = look()) {
      return ObjectChecks.clock(Duration.between(Instant.now(), look.clock()));
    }
  }

  private Result schema() throws IOException {
    try (IndexLook look = look()) {
      int version = look.schemaVersion();
      if (version == Migration.VERSION) {
        return Result.ok(options.schema() + " is at version " + version);
      }
      return Result.fail(
          options.schema()
              + (version < 0 ? " has no tables" : " is at version " + version)
              + ", this build needs "
              + Migration.VERSION
              + ": run ./runmark migrate"
              + (version > Migration.VERSION ? " and the job of the newer build" : ""));
    }
  }

  private Result rights() throws IOException {
    try (IndexLook look = look()) {
      List<String> missing = look.missingWriterRights();
      return missing.isEmpty()
          ? Result.ok(options.user() + " can do what the job does")
          : Result.fail(
              options.user()
                  + " lacks "
                  + String.join(", ", missing)
                  + ": GRANT runmark_writer TO "
                  + options.user());
    }
  }

  private Result ownership() throws IOException {
    try (IndexLook look = look()) {
      return look.mayChangeSchema()
          ? Result.warn(
              options.user()
                  + " may change the tables: run the job as a role that has only runmark_writer")
          : Result.ok(options.user() + " cannot change the tables");
    }
  }
}
