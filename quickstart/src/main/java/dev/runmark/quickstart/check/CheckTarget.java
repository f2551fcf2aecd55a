package dev.runmark.quickstart.check;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where to look. */
public record CheckTarget(Postgres postgres, S3 s3, Kafka kafka) {

  public record Postgres(String jdbcUrl, String user, String password, String schema) {

    /** Hides the password. */
    @Override
    public String toString() {
      return "Postgres[" + jdbcUrl + ", " + user + ", " + schema + "]";
    }
  }

  /**
   * The bucket of each part is the ledger's.
   *
   * @param endpoint null: AWS
   * @param accessKey and {@code secretKey}: null for the SDK's default chain
   */
  public record S3(
      @Nullable URI endpoint,
      String region,
      boolean pathStyle,
      @Nullable String accessKey,
      @Nullable String secretKey) {

    /** A store that is asked path-style. */
    public S3(URI endpoint, String region, String accessKey, String secretKey) {
      this(endpoint, region, true, accessKey, secretKey);
    }

    /** Hides the keys. */
    @Override
    public String toString() {
      return "S3[" + endpoint + ", " + region + "]";
    }
  }

  /**
   * The topics.
   *
   * @param properties of a client, its servers among them
   * @param topics that runs are read from; none are needed where a ledger tells what was sent
   */
  public record Kafka(Map<String, String> properties, List<String> topics, String deadLetterTopic) {

    public Kafka {
      properties = Map.copyOf(properties);
      topics = List.copyOf(topics);
    }

    public Kafka(String bootstrapServers, String deadLetterTopic) {
      this(Map.of("bootstrap.servers", bootstrapServers), List.of(), deadLetterTopic);
    }

    /** Hides all but the names: among the properties may be secrets. */
    @Override
    public String toString() {
      return "Kafka[" + topics + ", " + deadLetterTopic + "]";
    }
  }
}
