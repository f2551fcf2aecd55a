package dev.runmark.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.flink.runtime.throwable.ThrowableClassifier;
import org.apache.flink.runtime.throwable.ThrowableType;
import org.junit.jupiter.api.Test;

class GuardTest {

  private static final UUID OLD = new UUID(1, 1);
  private static final UUID NEW = new UUID(2, 2);

  @Test
  void aRefusalIsNotRestartable() {
    Throwable wrapped = new RuntimeException(new PositionRefusedException("no"));

    assertThat(
            ThrowableClassifier.findThrowableOfThrowableType(
                wrapped, ThrowableType.NonRecoverableError))
        .isPresent();
  }

  @Test
  void aTopicsGenerationNeverChanges() {
    TopicGenerations generations = new TopicGenerations(Map.of("runs", OLD));
    generations.see("runs", OLD);
    generations.see("other", NEW);

    assertThatThrownBy(() -> generations.see("runs", NEW))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("wanted topic id " + OLD + ", the brokers have " + NEW);
    assertThat(generations.all()).isEqualTo(Map.of("runs", OLD, "other", NEW));
  }

  @Test
  void aDeadLetterTopicWithLessRoomIsRefusedButMayBePutRight() {
    assertThatCode(() -> DeadLetterRoom.refuse(Map.of("a", 9, "dead", 9), List.of("a"), "dead"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> DeadLetterRoom.refuse(Map.of("a", 9, "dead", 8), List.of("a"), "dead"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "start with dead-letter topic dead: it takes records up to 8 bytes, topic a up to 9;"
                + " raise its max.message.bytes");
  }

  @Test
  void aCompactedTopicIsRefusedForGood() {
    assertThatCode(() -> CompactedTopics.refuse(Map.of("a", "delete", "b", "")))
        .doesNotThrowAnyException();
    for (String policy : List.of("compact", "compact,delete", "delete, compact")) {
      assertThatThrownBy(() -> CompactedTopics.refuse(Map.of("a", "delete", "runs", policy)))
          .isInstanceOf(PositionRefusedException.class)
          .hasMessageContaining("read topic runs: its cleanup.policy is " + policy + ": ")
          .hasMessageContaining("set it to delete");
    }
  }

  @Test
  void aRangeAllowsItsBothEnds() {
    OffsetRange range = new OffsetRange(5, 8);

    assertThat(range.allows(4)).isFalse();
    assertThat(range.allows(5)).isTrue();
    assertThat(range.allows(8)).isTrue();
    assertThat(range.allows(9)).isFalse();
  }
}
