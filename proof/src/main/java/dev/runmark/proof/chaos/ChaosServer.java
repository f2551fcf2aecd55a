package dev.runmark.proof.chaos;

import dev.runmark.embedded.Ports;
import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.process.ServerStart;
import dev.runmark.embedded.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The servers that are a JVM of their own here; PostgreSQL is processes of its own anyway. */
enum ChaosServer implements ServerStart {
  /** Whoever comes by its second port is sent on to the address that the job is to use. */
  KAFKA {
    @Override
    public AutoCloseable start(Path directory, Properties settings, Properties answer)
        throws IOException {
      String own = "127.0.0.1:" + settings.getProperty(PORT);
      String behindProxy = "127.0.0.1:" + settings.getProperty(JOB_PORT);
      String controller = "127.0.0.1:" + Ports.free(0);
      return KafkaServer.start(
          directory.resolve("broker"),
          Integer.parseInt(settings.getProperty(PORT)),
          Map.of(
              "listeners",
              "PLAINTEXT://" + own + ",JOB://" + behindProxy + ",CONTROLLER://" + controller,
              "advertised.listeners",
              "PLAINTEXT://" + own + ",JOB://" + settings.getProperty(JOB_ADDRESS),
              "listener.security.protocol.map",
              "PLAINTEXT:PLAINTEXT,JOB:PLAINTEXT,CONTROLLER:PLAINTEXT",
              "controller.quorum.voters",
              "1@" + controller));
    }
  },
  S3 {
    @Override
    public AutoCloseable start(Path directory, Properties settings, Properties answer)
        throws IOException {
      S3Server server =
          S3Server.start(
              directory.resolve("objects"), Integer.parseInt(settings.getProperty(PORT)));
      answer.setProperty("region", server.region());
      answer.setProperty("access-key", server.accessKey());
      answer.setProperty("secret-key", server.secretKey());
      return server::close;
    }
  };

  static final String PORT = "port";
  static final String JOB_PORT = "job-port";
  static final String JOB_ADDRESS = "job-address";
}
