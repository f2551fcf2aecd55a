package dev.runmark.bench.servers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** The broker's topics. */
public record Topics(String bootstrapServers) {

  /**
   * Makes a topic.
   *
   * @param settings of the topic, by Kafka's names
   */
  public void create(String topic, int partitions, Map<String, String> settings)
      throws IOException {
    NewTopic wanted = new NewTopic(topic, partitions, (short) 1).configs(settings);
    try (Admin admin = admin()) {
      await("creating topic " + topic, admin.createTopics(List.of(wanted)).all());
    }
  }

  public void delete(String topic) throws IOException {
    try (Admin admin = admin()) {
      await("deleting topic " + topic, admin.deleteTopics(List.of(topic)).all());
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  private static void await(String what, KafkaFuture<Void> done) throws IOException {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IOException(what + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(what + ": interrupted");
    }
  }
}
