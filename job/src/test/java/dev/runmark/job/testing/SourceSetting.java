package dev.runmark.job.testing;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.job.kafka.DecodeRules;
import dev.runmark.job.kafka.SourceIndex;
import dev.runmark.job.options.DecodeOptions;
import dev.runmark.job.options.EndOptions;
import dev.runmark.job.options.KafkaOptions;
import dev.runmark.job.options.StartOptions;
import dev.runmark.options.KafkaClientOptions;
import dev.runmark.options.TenantOptions;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.MemorySize;

/** A real broker and a real index, for a source that is to begin somewhere. */
public final class SourceSetting implements AutoCloseable {

  /** Of a decoder that nothing here asks. */
  public static final DecodeRules RULES =
      new DecodeRules(
          new DecodeOptions(
              MemorySize.ofMebiBytes(1), MemorySize.ofMebiBytes(1), 100, 100, 1_000, 1_000, false),
          new TenantOptions("default", false, false));

  private final KafkaServer kafka;
  private final Topics topics;
  private final IndexDatabase index;

  private SourceSetting(KafkaServer kafka, IndexDatabase index) {
    this.kafka = kafka;
    this.topics = new Topics(kafka);
    this.index = index;
  }

  public static SourceSetting open(Path directory) throws Exception {
    SourceSetting opened =
        new SourceSetting(KafkaServer.start(directory, 0), IndexDatabase.create());
    opened.topics.create("rejected", 1, Map.of());
    return opened;
  }

  public Topics topics() {
    return topics;
  }

  public IndexDatabase index() {
    return index;
  }

  /** As the writer; travels in a job graph. */
  public SourceIndex address() {
    PostgresOptions writer = index.writer();
    String url = writer.url();
    String user = writer.user();
    String password = String.valueOf(writer.password().get());
    return () ->
        new PostgresOptions(url, user, () -> password, "runmark", IndexDatabase.SHORT_LIMITS);
  }

  public KafkaOptions kafka(String topic, StartOptions start, EndOptions end) {
    return kafka(topic, start, end, Map.of());
  }

  public KafkaOptions kafka(
      String topic, StartOptions start, EndOptions end, Map<String, String> clients) {
    return new KafkaOptions(
        new KafkaClientOptions(List.of(kafka.bootstrapServers()), clients, Map.of(), false),
        List.of(topic),
        "runmark",
        start,
        end,
        Duration.ofSeconds(1));
  }

  /** Makes the index know the partition as one that is stored up to an offset. */
  public void stored(String topic, int partition, long position) throws Exception {
    index.execute(
        "INSERT INTO positions (source, position, reason) VALUES (register_source('"
            + topics.id(topic)
            + "', '"
            + topic
            + "', "
            + partition
            + "), "
            + position
            + ", 'stored') ON CONFLICT (source) DO UPDATE"
            + " SET position = excluded.position, reason = excluded.reason");
  }

  /** The rows of positions of the topic's name: {@code partition@position reason}. */
  public List<String> positions(String topic) throws IOException, SQLException {
    return texts(
        "SELECT concat(partition, '@', position, ' ', reason) FROM positions"
            + " JOIN sources USING (source) WHERE topic = '"
            + topic
            + "' ORDER BY source");
  }

  /** The gaps of the topic's name: {@code partition@[from, to) reason}. */
  public List<String> gaps(String topic) throws IOException, SQLException {
    return texts(
        "SELECT concat(partition, '@[', from_offset, ', ', to_offset, ') ', reason) FROM gaps"
            + " JOIN sources USING (source) WHERE topic = '"
            + topic
            + "' ORDER BY source, from_offset");
  }

  private List<String> texts(String sql) throws IOException, SQLException {
    try (Connection connection = index.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
      return texts;
    }
  }

  @Override
  public void close() throws IOException {
    topics.close();
    kafka.close();
  }
}
