package dev.runmark.bench.ingest;

import dev.runmark.job.RunmarkJob;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Runmark's job as it is shipped, from an options file, with an index of its own for each pass:
 * every row is a fresh insert.
 */
final class RunmarkPipeline implements Pipeline {

  /** Takes what cannot be decoded: nothing, or the count tells. */
  static final String REJECTED = "rejected";

  private final Target target;
  private final LoadedTopic topic;
  private final RunmarkPlan plan;
  private final String prefix;
  private final String schema;

  RunmarkPipeline(Target target, LoadedTopic topic, RunmarkPlan plan, String pass) {
    this.target = target;
    this.topic = topic;
    this.plan = plan;
    this.prefix = "runmark-" + plan.word() + "-" + pass;
    this.schema = prefix.replace('-', '_');
  }

  @Override
  public void prepare() throws IOException, SQLException {
    target.objects().delete(prefix + "/");
    target.postgres().execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    PostgresAccess postgres = target.postgres();
    Migration.migrate(
        new PostgresOptions(
            postgres.url(),
            postgres.user(),
            postgres::password,
            schema,
            PostgresOptions.Limits.DEFAULT));
    secret("access-key", target.s3().accessKey());
    secret("secret-key", target.s3().secretKey());
    secret("password", postgres.password());
    Files.write(optionsFile(), options());
  }

  @Override
  public void define(StreamExecutionEnvironment env) {
    RunmarkJob.define(env, RunmarkOptions.read(optionsFile(), Map.of()));
  }

  /** The ledger names each part in the transaction that makes its rows visible. */
  @Override
  public boolean complete() throws SQLException {
    return target.postgres().number("SELECT coalesce(sum(lines), 0) FROM " + schema + ".parts")
        == topic.records();
  }

  @Override
  public long verify() throws SQLException {
    long rows =
        target
            .postgres()
            .number(
                "SELECT count(*) FROM " + schema + ".runs WHERE lines = 1 AND part IS NOT NULL");
    if (rows != topic.records()) {
      throw new IllegalStateException(
          "Runmark: " + rows + " runs in the index " + schema + ", sent " + topic.records());
    }
    return target.postgres().number("SELECT sum(length) FROM " + schema + ".parts");
  }

  @Override
  public void clear() throws SQLException {
    target.objects().delete(prefix + "/");
    // And no checkpoint of the server's, for what is gone, in somebody else's pass.
    target.postgres().execute("DROP SCHEMA " + schema + " CASCADE", "CHECKPOINT");
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(plan.window().options());
    options.addAll(connections());
    return options;
  }

  private List<String> connections() {
    S3Access s3 = target.s3();
    return List.of(
        "kafka:",
        "  bootstrap-servers: [\"" + target.bootstrapServers() + "\"]",
        "  topics: [" + topic.name() + "]",
        "  group: " + prefix,
        "dead-letters:",
        "  topic: " + REJECTED,
        "parts:",
        "  compression: " + plan.compression().name().toLowerCase(Locale.ROOT),
        "s3:",
        "  bucket: " + S3Access.BUCKET,
        "  prefix: " + prefix,
        "  region: " + s3.region(),
        "  endpoint: " + s3.endpoint(),
        "  path-style: true",
        "  access-key: file:" + secretFile("access-key"),
        "  secret-key: file:" + secretFile("secret-key"),
        "postgres:",
        "  url: " + target.postgres().url(),
        "  user: " + target.postgres().user(),
        "  password: file:" + secretFile("password"),
        "  schema: " + schema);
  }

  private void secret(String name, String value) throws IOException {
    Path file = secretFile(name);
    if (Files.notExists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, value);
    }
  }

  private Path secretFile(String name) {
    return target.directory().resolve(name + ".secret").toAbsolutePath();
  }

  private Path optionsFile() {
    return target.directory().resolve(prefix + ".yaml");
  }
}
