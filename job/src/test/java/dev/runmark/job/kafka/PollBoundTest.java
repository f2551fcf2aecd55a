package dev.runmark.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PollBoundTest {

  @Test
  void theLargestRecordsOfOnePollTogetherAreBounded() {
    assertThat(PollBound.records(List.of(1 << 20, 16 << 20))).isEqualTo(2);
    assertThat(PollBound.records(List.of(1_048_588))).isEqualTo(31);
    assertThat(PollBound.records(List.of(1 << 30))).isEqualTo(1);
    assertThat(PollBound.records(List.of(1000))).isEqualTo(500);
    assertThat(PollBound.records(List.of())).isEqualTo(500);
  }
}
