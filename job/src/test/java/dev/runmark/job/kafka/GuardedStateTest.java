package dev.runmark.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What the source keeps in checkpoints: a format that once held data stays readable. */
class GuardedStateTest {

  private static final UUID ID = UUID.fromString("01020304-0506-0708-090a-0b0c0d0e0f10");
  private static final KafkaPartitionSplit POSITION =
      new KafkaPartitionSplit(new TopicPartition("läufe", 7), 42);

  private static final String SPLIT_1 =
      "0102030405060708090a0b0c0d0e0f1000000000"
          + "00066cc3a475666500000007000000000000002a8000000000000000";

  private static final String COORDINATOR_1 =
      "0000000100066cc3a47566650102030405060708090a0b0c0d0e0f10";

  private final GuardedSplitSerializer splits = new GuardedSplitSerializer();
  private final GuardedEnumeratorStateSerializer states = new GuardedEnumeratorStateSerializer();

  @Test
  void aSplitComesBackAsItWas() throws IOException {
    GuardedSplit split = new GuardedSplit(POSITION, ID);

    assertThat(splits.deserialize(splits.getVersion(), splits.serialize(split))).isEqualTo(split);
  }

  @Test
  void aSplitOfVersion1IsRead() throws IOException {
    assertThat(HexFormat.of().formatHex(splits.serialize(new GuardedSplit(POSITION, ID))))
        .isEqualTo(SPLIT_1);
    assertThat(splits.deserialize(1, HexFormat.of().parseHex(SPLIT_1)))
        .isEqualTo(new GuardedSplit(POSITION, ID));
  }

  @Test
  void theCoordinatorsStateComesBackAsItWas() throws IOException {
    KafkaSourceEnumState partitions = new KafkaSourceEnumState(List.of(POSITION), List.of(), true);
    byte[] bytes = states.serialize(new GuardedEnumeratorState(partitions, Map.of("läufe", ID)));
    GuardedEnumeratorState restored = states.deserialize(states.getVersion(), bytes);

    assertThat(HexFormat.of().formatHex(bytes)).startsWith(COORDINATOR_1);
    assertThat(restored.topicIds()).isEqualTo(Map.of("läufe", ID));
    assertThat(restored.partitions().assignedSplits()).containsExactly(POSITION);
    assertThat(restored.partitions().initialDiscoveryFinished()).isTrue();
  }

  @Test
  void anUnknownVersionIsRefused() {
    assertThatThrownBy(() -> splits.deserialize(2, new byte[64]))
        .isInstanceOf(IOException.class)
        .hasMessage("restore a Kafka split: version 2, known is 1");
    assertThatThrownBy(() -> states.deserialize(2, new byte[64]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 2, known is 1");
  }
}
