package dev.runmark.proof.chaos;

import dev.runmark.embedded.Ports;
import dev.runmark.embedded.faults.KafkaProxy;
import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.embedded.faults.S3Proxy;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.process.ServerProcess;
import dev.runmark.quickstart.stage.StageServers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * Kafka, S3 and PostgreSQL as processes, and between each of them and the job a proxy.
 *
 * <p>Whoever is not the job reaches them directly. {@link #close} ends all, and so does the end of
 * this JVM. Not thread-safe.
 */
final class ChaosServers implements AutoCloseable {

  private static final Map<ChaosServer, Integer> HEAPS =
      Map.of(ChaosServer.KAFKA, 512, ChaosServer.S3, 256);

  private final Path directory;
  private final Map<ChaosServer, Map<String, String>> settings = new EnumMap<>(ChaosServer.class);
  private final Map<ChaosServer, ServerProcess> processes = new EnumMap<>(ChaosServer.class);
  private final Thread atExit = new Thread(this::killAll, "chaos-servers-end");
  private final KafkaProxy kafkaProxy;
  private final S3Proxy s3Proxy;
  private final S3Proxy apiS3Proxy;
  private final PostgresProxy postgresProxy;
  private final PostgresServer postgres;
  private final StageServers stage;

  private ChaosServers(Path directory) throws IOException {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(atExit);
    int kafkaPort = Ports.free(0);
    int jobPort = Ports.free(0);
    int s3Port = Ports.free(0);
    kafkaProxy = KafkaProxy.start(jobPort);
    settings.put(
        ChaosServer.KAFKA,
        Map.of(
            ChaosServer.PORT, "" + kafkaPort,
            ChaosServer.JOB_PORT, "" + jobPort,
            ChaosServer.JOB_ADDRESS, kafkaProxy.address()));
    settings.put(ChaosServer.S3, Map.of(ChaosServer.PORT, "" + s3Port));
    for (ChaosServer each : ChaosServer.values()) {
      start(each);
    }
    URI s3 = URI.create("http://127.0.0.1:" + s3Port);
    s3Proxy = S3Proxy.start(s3);
    apiS3Proxy = S3Proxy.start(s3);
    postgres = PostgresServer.start(directory.resolve("postgres"), 0);
    postgresProxy = PostgresProxy.start("127.0.0.1", postgres.port());
    stage = reached("127.0.0.1:" + kafkaPort, s3);
  }

  private StageServers reached(String kafka, URI s3) throws IOException {
    ServerProcess objects = process(ChaosServer.S3);
    return new StageServers(
        directory,
        kafka,
        new StageServers.Objects(
            s3,
            objects.answer("region"),
            objects.answer("access-key"),
            objects.answer("secret-key")),
        new StageServers.Login(
            "127.0.0.1:" + postgres.port(), postgres.superuser(), postgres.superuserPassword()),
        new StageServers.Addresses(
            kafkaProxy.address(), s3Proxy.endpoint(), "127.0.0.1:" + postgresProxy.port()));
  }

  static ChaosServers start(Path directory) throws IOException {
    return new ChaosServers(directory);
  }

  StageServers stage() {
    return stage;
  }

  KafkaProxy kafkaProxy() {
    return kafkaProxy;
  }

  S3Proxy s3Proxy() {
    return s3Proxy;
  }

  /** Between the API and S3, so that readers and the job each have faults of their own. */
  S3Proxy apiS3Proxy() {
    return apiS3Proxy;
  }

  PostgresProxy postgresProxy() {
    return postgresProxy;
  }

  PostgresServer postgres() {
    return postgres;
  }

  ServerProcess process(ChaosServer server) {
    ServerProcess process = processes.get(server);
    if (process == null) {
      throw new IllegalStateException("server " + server + ": it was never started");
    }
    return process;
  }

  /** The directory of the buckets, as files. */
  Path objects() {
    return directory.resolve("s3").resolve("objects");
  }

  /** Starts one that was killed, on its directory and its ports. */
  void start(ChaosServer server) throws IOException {
    processes.put(
        server,
        ServerProcess.start(
            server,
            directory.resolve(server.name().toLowerCase(Locale.ROOT)),
            HEAPS.getOrDefault(server, 256),
            settings.getOrDefault(server, Map.of())));
  }

  /** Every proxy lets everything through again. */
  void heal() {
    postgresProxy.disarm();
    postgresProxy.release();
    s3Proxy.heal();
    apiS3Proxy.heal();
    kafkaProxy.disarm();
    kafkaProxy.heal();
  }

  /** The word to stop does not reach one that stands still. */
  private void killAll() {
    for (ServerProcess each : processes.values()) {
      try {
        each.kill();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    killAll();
    Runtime.getRuntime().removeShutdownHook(atExit);
    s3Proxy.close();
    apiS3Proxy.close();
    kafkaProxy.close();
    try (postgres) {
      postgresProxy.close();
    }
  }
}
