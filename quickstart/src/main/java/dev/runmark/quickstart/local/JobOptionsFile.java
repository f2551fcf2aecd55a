package dev.runmark.quickstart.local;

import java.io.IOException;
import java.nio.file.Files;

/** The options file of the job, as a person would write it for these servers. */
final class JobOptionsFile {

  private static final String TEXT =
      """
      # Written at each start of the quickstart. The job reads it as it would read yours.
      kafka:
        bootstrap-servers: ["%s"]
        topics: [%s]
      dead-letters:
        topic: %s
      # Short, so that a run is seen soon. The defaults wait longer, for calls that take longer.
      window:
        grace: 2 s
        gap: 10 s
      parts:
        compression: zstd
        size: 32 MiB
      s3:
        endpoint: "%s"
        region: %s
        path-style: true
        bucket: %s
        prefix: runs
        access-key: "file:%s"
        secret-key: "file:%s"
      postgres:
        url: "%s"
        user: %s
        password: "file:%s"
        schema: %s
      """;

  private JobOptionsFile() {}

  static void write(LocalDirectory directory, LocalServers servers) throws IOException {
    String text =
        TEXT.formatted(
            servers.bootstrapServers(),
            LocalServers.TOPIC,
            LocalServers.DEAD_LETTERS,
            servers.s3().endpoint(),
            servers.s3().region(),
            LocalDirectory.PARTS_BUCKET,
            directory.secret("s3-access-key"),
            directory.secret("s3-secret-key"),
            servers.jdbcUrl(),
            LocalServers.WRITER,
            directory.secret("postgres-password"),
            LocalServers.SCHEMA);
    Files.writeString(directory.options(), text);
  }
}
