package dev.runmark.storage.part;

import java.util.UUID;

/**
 * Where events come from, spelt out: what a source number of the index stands for.
 *
 * @param topicId Kafka's id of the topic; a topic created again has another one
 * @param topic its name
 * @param partition from 0
 */
public record SourcePartition(UUID topicId, String topic, int partition) {

  public SourcePartition {
    if (partition < 0) {
      throw new IllegalArgumentException("topic " + topic + ": partition " + partition + " < 0");
    }
  }
}
