package dev.runmark.quickstart.check;

import java.net.URI;

/** Where to look. */
public record CheckTarget(Postgres postgres, S3 s3, Kafka kafka) {

  public record Postgres(String jdbcUrl, String user, String password, String schema) {

    /** Hides the password. */
    @Override
    public String toString() {
      return "Postgres[" + jdbcUrl + ", " + user + ", " + schema + "]";
    }
  }

  /** The bucket of each part is the ledger's. Requests are path-style. */
  public record S3(URI endpoint, String region, String accessKey, String secretKey) {

    /** Hides the keys. */
    @Override
    public String toString() {
      return "S3[" + endpoint + ", " + region + "]";
    }
  }

  public record Kafka(String bootstrapServers, String deadLetterTopic) {}
}
