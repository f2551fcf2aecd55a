package dev.runmark.job.kafka;

import java.util.Map;
import java.util.UUID;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;

/**
 * What the coordinator keeps: the connector's own state, and which generation of each topic it is
 * about.
 */
record GuardedEnumeratorState(KafkaSourceEnumState partitions, Map<String, UUID> topicIds) {

  GuardedEnumeratorState {
    topicIds = Map.copyOf(topicIds);
  }
}
