package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the dead-letter topic takes records as large as the topics that are read do. Can be put
 * right while the job tries again, so it never ends the job.
 */
final class DeadLetterRoom implements StartCheck {

  private final KafkaOptions options;
  private final String deadLetterTopic;

  DeadLetterRoom(KafkaOptions options, String deadLetterTopic) {
    this.options = options;
    this.deadLetterTopic = deadLetterTopic;
  }

  @Override
  public void run() throws IOException {
    Set<String> all = new HashSet<>(options.topics());
    all.add(deadLetterTopic);
    try (KafkaTopics topics = new KafkaTopics(options.clients().resolved())) {
      refuse(topics.recordLimits(all), options.topics(), deadLetterTopic);
    }
  }

  static void refuse(Map<String, Integer> limits, List<String> read, String deadLetterTopic)
      throws IOException {
    int room = limits.getOrDefault(deadLetterTopic, 0);
    for (String topic : read) {
      int needed = limits.getOrDefault(topic, 0);
      if (room < needed) {
        throw new IOException(
            "start with dead-letter topic "
                + deadLetterTopic
                + ": it takes records up to "
                + room
                + " bytes, topic "
                + topic
                + " up to "
                + needed
                + "; raise its max.message.bytes");
      }
    }
  }
}
