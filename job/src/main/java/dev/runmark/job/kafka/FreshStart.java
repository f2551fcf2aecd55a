package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Whether a start without state is meant: what the index has would all be read again. */
final class FreshStart implements StartCheck {

  private final KafkaOptions options;
  private final KnownSources known;

  FreshStart(KafkaOptions options, KnownSources known) {
    this.options = options;
    this.known = known;
  }

  @Override
  public void run() throws IOException {
    if (options.replay()) {
      return;
    }
    Set<UUID> indexed = known.topicIds();
    if (indexed.isEmpty()) {
      return;
    }
    try (KafkaTopics topics = new KafkaTopics(options.clients().resolved())) {
      refuse(topics.ids(options.topics()), indexed);
    }
  }

  static void refuse(Map<String, UUID> subscribed, Set<UUID> indexed) {
    String again =
        subscribed.entrySet().stream()
            .filter(topic -> indexed.contains(topic.getValue()))
            .map(topic -> topic.getKey() + " (id " + topic.getValue() + ")")
            .sorted()
            .collect(Collectors.joining(", "));
    if (!again.isEmpty()) {
      throw new PositionRefusedException(
          "start without state: the index already has runs of topic "
              + again
              + "; start from the newest checkpoint or savepoint,"
              + " or set kafka.replay: true to read everything again");
    }
  }
}
