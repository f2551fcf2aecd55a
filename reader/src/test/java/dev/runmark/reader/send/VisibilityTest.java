package dev.runmark.reader.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VisibilityTest {

  /** There is nothing to ask the index about it: no reader is needed. */
  @Test
  void anEventWhosePlaceIsNotKnownIsNeverTakenForVisible() {
    UUID run = UUID.randomUUID();
    SentRuns sent = new SentRuns("default", List.of(run), UUID.randomUUID(), List.of());

    assertThat(new Visibility(null, () -> false).await(sent, Duration.ofMinutes(1))).isFalse();
  }
}
