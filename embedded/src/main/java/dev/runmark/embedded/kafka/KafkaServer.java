package dev.runmark.embedded.kafka;

import dev.runmark.embedded.DirectoryLock;
import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker that is its own controller, in this JVM, on the loopback interface. Topics exist
 * only once they are created.
 *
 * <p>Lifecycle: {@code start} formats the directory at its first use and comes back as the same
 * cluster, with its topics and records, at later ones; the ports may differ each time. A broker
 * whose log cannot be written ends the JVM, as it does in production.
 */
public final class KafkaServer implements AutoCloseable {

  private final KafkaRaftServer server;
  private final DirectoryLock lock;
  private final String bootstrapServers;

  private KafkaServer(KafkaRaftServer server, DirectoryLock lock, String bootstrapServers) {
    this.server = server;
    this.lock = lock;
    this.bootstrapServers = bootstrapServers;
  }

  /** {@link #start(Path, int, Map)} without settings of its own. */
  public static KafkaServer start(Path directory, int port) throws IOException {
    return start(directory, port, Map.of());
  }

  /**
   * Starts a broker, which serves clients when this returns.
   *
   * @param directory of its logs; made at the first start, kept by {@link #close}
   * @param port of the loopback interface, 0 for any free one
   * @param settings of the broker, over the defaults, as Kafka spells them
   * @throws dev.runmark.embedded.PortInUseException if the port is taken
   */
  public static KafkaServer start(Path directory, int port, Map<String, String> settings)
      throws IOException {
    Path home = directory.toAbsolutePath().normalize();
    DirectoryLock lock = DirectoryLock.take(home);
    try {
      BrokerSettings broker = BrokerSettings.of(home.resolve("logs"), Ports.free(port));
      LogDirectory.format(broker);
      KafkaRaftServer server =
          new KafkaRaftServer(new KafkaConfig(broker.over(settings)), Time.SYSTEM);
      startUp(server);
      return new KafkaServer(server, lock, broker.address());
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** What clients connect to, {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Creates a topic, which clients may use when this returns.
   *
   * @param config of the topic, as Kafka spells it
   */
  public void createTopic(String name, int partitions, Map<String, String> config)
      throws IOException {
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(config);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      admin.createTopics(List.of(topic)).all().get();
    } catch (ExecutionException e) {
      throw new IOException("creating topic " + name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("creating topic " + name + ": interrupted");
    }
  }

  /** The names of the topics that were created, Kafka's own left out. */
  public Collection<String> topics() throws IOException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      return Set.copyOf(admin.listTopics().names().get());
    } catch (ExecutionException e) {
      throw new IOException("listing topics: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("listing topics: interrupted");
    }
  }

  @Override
  public void close() throws IOException {
    try {
      server.shutdown();
      server.awaitShutdown();
    } finally {
      lock.close();
    }
  }

  private static void startUp(KafkaRaftServer server) {
    try {
      server.startup();
    } catch (RuntimeException | Error e) {
      server.shutdown();
      throw e;
    }
  }
}
