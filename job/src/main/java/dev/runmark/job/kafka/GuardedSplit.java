package dev.runmark.job.kafka;

import dev.runmark.storage.part.SourcePartition;
import java.util.UUID;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/**
 * A partition to read and from where, of one generation of its topic: a topic that is created again
 * under the same name has another id, and its offsets mean other records.
 */
record GuardedSplit(KafkaPartitionSplit position, UUID topicId) implements SourceSplit {

  @Override
  public String splitId() {
    return position.splitId();
  }

  SourcePartition source() {
    return new SourcePartition(topicId, position.getTopic(), position.getPartition());
  }
}
