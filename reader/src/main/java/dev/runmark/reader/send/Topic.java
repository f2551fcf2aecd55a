package dev.runmark.reader.send;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** The topic that runs are sent to, as the brokers tell of it: asked again once a minute. */
final class Topic implements AutoCloseable {

  private static final Duration KEPT = Duration.ofMinutes(1);

  private final String name;
  private final Admin admin;
  private final Duration wait;
  private final ReentrantLock asking = new ReentrantLock();
  private @Nullable TopicFacts known;
  private long askedAt;

  Topic(String name, Properties clients, Duration wait) {
    this.name = name;
    this.wait = wait;
    Properties properties = new Properties();
    properties.putAll(clients);
    properties.put(
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(wait.toMillis()));
    properties.put(
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(wait.toMillis() / 2));
    this.admin = Admin.create(properties);
  }

  String name() {
    return name;
  }

  /**
   * What is known of it, at most a minute old. One asks at a time; the others wait for the answer
   * no longer than for one, so that brokers that are away hold nobody up for the sum of all waits.
   */
  TopicFacts facts() throws SendException {
    try {
      if (!asking.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        throw away(new TimeoutException("no answer within " + wait));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(e);
    }
    try {
      TopicFacts facts = known;
      if (facts == null || System.nanoTime() - askedAt > KEPT.toNanos()) {
        facts = ask();
        known = facts;
        askedAt = System.nanoTime();
      }
      return facts;
    } finally {
      asking.unlock();
    }
  }

  private TopicFacts ask() throws SendException {
    try {
      TopicDescription described =
          admin
              .describeTopics(List.of(name))
              .allTopicNames()
              .get(wait.toMillis(), TimeUnit.MILLISECONDS)
              .get(name);
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
      Config config =
          admin
              .describeConfigs(List.of(resource))
              .all()
              .get(wait.toMillis(), TimeUnit.MILLISECONDS)
              .get(resource);
      if (described == null || config == null) {
        throw new KafkaException("the brokers do not tell");
      }
      String largest = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
      return new TopicFacts(uuid(described.topicId()), Integer.parseInt(largest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw away(e.getCause() == null ? e : e.getCause());
    }
  }

  private SendException away(Throwable cause) {
    return new SendException(
        SendException.Kind.AWAY, "ask Kafka about topic " + name + ": " + cause, cause);
  }

  private static UUID uuid(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
