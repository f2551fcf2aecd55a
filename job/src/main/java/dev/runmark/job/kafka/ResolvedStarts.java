package dev.runmark.job.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets that were decided before the connector asks, and a failure when a later position is
 * out of range: the connector would skip to another one in silence.
 *
 * <p>A partition that nobody decided on appeared since: it says "earliest", which its reader makes
 * an offset of. A replay does not read it. Made anew with every enumerator, never shipped.
 */
final class ResolvedStarts implements OffsetsInitializer {
  private static final long serialVersionUID = 1L;

  private final boolean bounded;
  private transient volatile Map<TopicPartition, Long> offsets = Map.of();

  ResolvedStarts(boolean bounded) {
    this.bounded = bounded;
  }

  void are(Map<TopicPartition, Long> resolved) {
    offsets = Map.copyOf(resolved);
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever retriever) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    for (TopicPartition partition : partitions) {
      Long offset = offsets.get(partition);
      if (offset != null) {
        wanted.put(partition, offset);
      } else if (!bounded) {
        wanted.put(partition, KafkaPartitionSplit.EARLIEST_OFFSET);
      }
    }
    return wanted;
  }

  @Override
  @SuppressWarnings("deprecation") // The connector's own interface speaks it.
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
