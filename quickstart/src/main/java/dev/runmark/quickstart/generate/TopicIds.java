package dev.runmark.quickstart.generate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** Kafka's ids of topics, by their names. */
final class TopicIds {

  private TopicIds() {}

  static UUID find(String bootstrapServers, String topic) throws IOException {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
          .map(description -> uuid(description.topicId()))
          .findAny()
          .orElseThrow(() -> new IOException("looking up topic " + topic + ": not described"));
    } catch (ExecutionException e) {
      throw new IOException("looking up topic " + topic + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("looking up topic " + topic + ": interrupted");
    }
  }

  private static UUID uuid(Uuid id) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }
}
