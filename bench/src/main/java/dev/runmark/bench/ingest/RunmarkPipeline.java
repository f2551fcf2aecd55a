package dev.runmark.bench.ingest;

import dev.runmark.bench.servers.NumberQuery;
import dev.runmark.bench.servers.OptionsFile;
import dev.runmark.bench.servers.OptionsFile.Place;
import dev.runmark.bench.servers.PostgresAccess;
import dev.runmark.job.RunmarkJob;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Runmark's job as it is shipped, from an options file, with an index of its own for each pass:
 * every row is a fresh insert.
 */
final class RunmarkPipeline implements Pipeline {

  private final Target target;
  private final LoadedTopic topic;
  private final RunmarkPlan plan;
  private final String prefix;
  private final String schema;
  private @Nullable Path optionsFile;

  /** The ledger names each part in the transaction that makes its rows visible. */
  private @Nullable NumberQuery committed;

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
    OptionsFile files =
        new OptionsFile(target.directory(), target.bootstrapServers(), target.s3(), postgres);
    optionsFile = files.write(prefix, new Place(topic.name(), prefix, schema), options());
    committed = postgres.query("SELECT coalesce(sum(lines), 0) FROM " + schema + ".parts");
  }

  @Override
  public void define(StreamExecutionEnvironment env) {
    RunmarkJob.define(env, RunmarkOptions.read(Objects.requireNonNull(optionsFile), Map.of()));
  }

  @Override
  public boolean holdsBack() {
    return plan.window() == Window.TRACE;
  }

  @Override
  public boolean complete() throws SQLException {
    return committed().ask() == topic.records();
  }

  @Override
  public OptionalLong visible() throws SQLException {
    return OptionalLong.of(committed().ask());
  }

  private NumberQuery committed() {
    return Objects.requireNonNull(committed, "prepare() comes first");
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
    committed().close();
    target.objects().delete(prefix + "/");
    // And no checkpoint of the server's, for what is gone, in somebody else's pass.
    target.postgres().execute("DROP SCHEMA " + schema + " CASCADE", "CHECKPOINT");
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(plan.window().options());
    options.add("parts:");
    options.add("  compression: " + plan.compression().name().toLowerCase(Locale.ROOT));
    return options;
  }
}
