package dev.runmark.job;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.job.decode.DecodeFunction;
import dev.runmark.job.kafka.GuardedKafkaSource;
import dev.runmark.job.options.DeadLetterOptions;
import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.StartOptions;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.job.rejected.DeadLetterSink;
import dev.runmark.job.rejected.IndexAddress;
import dev.runmark.job.rejected.RejectedRowSink;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Remembered;
import dev.runmark.job.testing.SourceSetting;
import dev.runmark.options.KafkaClientOptions;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The job on a real broker and a real table of rejected records; what it can store is forgotten.
 */
final class RejectingJob {

  private final KafkaServer kafka;
  private final IndexDatabase database;
  private final String topic;
  private final String dead;

  RejectingJob(KafkaServer kafka, IndexDatabase database, String topic, String dead) {
    this.kafka = kafka;
    this.database = database;
    this.topic = topic;
    this.dead = dead;
  }

  LocalJob start(int parallelism, Duration betweenBarriers, Path directory) throws Exception {
    Stages stages = stages();
    return LocalJob.start(
        directory,
        null,
        env -> {
          env.setParallelism(parallelism);
          env.enableCheckpointing(betweenBarriers.toMillis());
          RunmarkJob.define(env, stages);
        });
  }

  private Stages stages() {
    KafkaClientOptions clients =
        new KafkaClientOptions(List.of(kafka.bootstrapServers()), Map.of(), Map.of(), false);
    KafkaOptions read =
        new KafkaOptions(
            clients,
            List.of(topic),
            "rejected",
            StartOptions.EARLIEST,
            EndOptions.NONE,
            Duration.ofMinutes(5));
    return new Stages(
        topic,
        new GuardedKafkaSource(
            read,
            dead,
            index(database.writer())::resolve,
            SourceSetting.RULES,
            RecordTypes.RAW_RECORD),
        new DecodeFunction(
            new DecodeLimits(1 << 20, 1 << 20, 100, 100, 1_000, 1_000),
            new TenantPolicy("default", false)),
        null,
        null,
        new Remembered<>(),
        new DeadLetterSink(clients, new DeadLetterOptions(dead)),
        new RejectedRowSink(index(database.writer())));
  }

  /** Sinks travel as copies, which know the database by its address only. */
  private static IndexAddress index(PostgresOptions writer) {
    String url = writer.url();
    String user = writer.user();
    String password = String.valueOf(writer.password().get());
    return () ->
        new PostgresOptions(url, user, () -> password, "runmark", IndexDatabase.SHORT_LIMITS);
  }

  /** The keys of all rows of the topic. */
  Set<String> rows() throws IOException, SQLException {
    Set<String> keys = new HashSet<>();
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT concat_ws('/', topic_id, partition, record_offset, event_index)"
                    + " FROM rejected WHERE topic = '"
                    + topic
                    + "'")) {
      while (rows.next()) {
        keys.add(rows.getString(1));
      }
    }
    return keys;
  }

  long rowCount() throws IOException, SQLException {
    return database.number("SELECT count(*) FROM rejected WHERE topic = '" + topic + "'");
  }
}
