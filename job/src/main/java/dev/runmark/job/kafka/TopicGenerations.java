package dev.runmark.job.kafka;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which generation of each topic the source reads. Once seen, an id never changes. Used by the
 * coordinator's threads.
 */
final class TopicGenerations {

  private final Map<String, UUID> ids;

  TopicGenerations(Map<String, UUID> restored) {
    ids = new ConcurrentHashMap<>(restored);
  }

  /**
   * Takes in the id that the brokers or a split tell of.
   *
   * @throws PositionRefusedException when the topic was another one before
   */
  void see(String topic, UUID id) {
    UUID earlier = ids.putIfAbsent(topic, id);
    if (earlier != null && !earlier.equals(id)) {
      throw new PositionRefusedException(recreated(topic, earlier, id));
    }
  }

  UUID of(String topic) {
    UUID id = ids.get(topic);
    if (id == null) {
      throw new IllegalStateException(
          "assign partitions of topic " + topic + ": its id is unknown");
    }
    return id;
  }

  Map<String, UUID> all() {
    return Map.copyOf(ids);
  }

  static String recreated(String topic, UUID wanted, UUID found) {
    return "read topic "
        + topic
        + ": it was deleted and created again: wanted topic id "
        + wanted
        + ", the brokers have "
        + found
        + "; what the old one held beyond the last checkpoint is gone."
        + " To read the new topic, start without state";
  }
}
