package dev.runmark.quickstart.local;

import dev.runmark.options.ServerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** The options file of the job and the API, as a person would write it for these servers. */
final class JobOptionsFile {

  private static final String TEXT =
      """
      # Written at each start of the quickstart. The job and the HTTP API read it as they would read
      # yours; the API with RUNMARK_POSTGRES_USER=%s and
      # RUNMARK_POSTGRES_PASSWORD=file:%s
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
      api:
        listen: "127.0.0.1:%d"
      """;

  private JobOptionsFile() {}

  static void write(LocalDirectory directory, LocalServers servers, int apiPort)
      throws IOException {
    String text =
        TEXT.formatted(
            LocalServers.READER,
            directory.secret(LocalServers.READER_PASSWORD),
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
            directory.secret(LocalServers.WRITER_PASSWORD),
            LocalServers.SCHEMA,
            apiPort);
    Files.writeString(directory.options(), text);
  }

  /** What the API reads of it: as a user of the database that may only read. */
  static ServerOptions ofApi(LocalDirectory directory) {
    // Of the file alone: what is in the environment is meant for another server.
    return ServerOptions.read(
        directory.options(),
        Map.of(
            "RUNMARK_POSTGRES_USER",
            LocalServers.READER,
            "RUNMARK_POSTGRES_PASSWORD",
            "file:" + directory.secret(LocalServers.READER_PASSWORD)));
  }
}
