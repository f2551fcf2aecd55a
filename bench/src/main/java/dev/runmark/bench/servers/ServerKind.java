package dev.runmark.bench.servers;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.process.ServerStart;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.options.ServerOptions;
import dev.runmark.reader.http.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The servers that are measured with. */
public enum ServerKind implements ServerStart {
  KAFKA {
    @Override
    public AutoCloseable start(Path directory, Properties settings, Properties answer)
        throws IOException {
      KafkaServer server = KafkaServer.start(directory.resolve("broker"), 0);
      answer.setProperty("servers", server.bootstrapServers());
      return server;
    }
  },
  S3 {
    @Override
    public AutoCloseable start(Path directory, Properties settings, Properties answer)
        throws IOException {
      S3Server server = S3Server.start(directory.resolve("objects"), 0);
      server.createBucket(S3Access.BUCKET);
      answer.setProperty("endpoint", server.endpoint().toString());
      answer.setProperty("region", server.region());
      answer.setProperty("access-key", server.accessKey());
      answer.setProperty("secret-key", server.secretKey());
      return server;
    }
  },
  POSTGRES {
    @Override
    public AutoCloseable start(Path directory, Properties settings, Properties answer)
        throws IOException {
      PostgresServer server = PostgresServer.start(directory.resolve("cluster"), 0, SETTINGS);
      answer.setProperty("url", server.jdbcUrl("postgres"));
      answer.setProperty("user", server.superuser());
      answer.setProperty("password", server.superuserPassword());
      return server;
    }
  },
  /** Runmark's own, from the file of options that lies in its directory. */
  API {
    @Override
    public AutoCloseable start(Path directory, Properties settings, Properties answer)
        throws IOException {
      ApiServer server =
          ApiServer.start(ServerOptions.read(directory.resolve(API_OPTIONS), Map.of()));
      answer.setProperty("port", Integer.toString(server.port()));
      return server;
    }
  };

  static final String API_OPTIONS = "api.yaml";

  /** Over the server's defaults, which are durable: what a bench must not gain by. */
  static final Map<String, String> SETTINGS =
      Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

  /** The name of its process in reports. */
  String process() {
    return name().toLowerCase(Locale.ROOT);
  }
}
