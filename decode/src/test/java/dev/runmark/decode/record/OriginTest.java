package dev.runmark.decode.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class OriginTest {

  private static final UUID TOPIC = UUID.fromString("a1b2c3d4-0000-4000-8000-000000000001");

  @Test
  void anOriginIsReadAsItIsWritten() {
    for (Origin origin :
        new Origin[] {
          new Origin(TOPIC, 0, 0, -1),
          new Origin(TOPIC, 3, 41, 7),
          new Origin(new UUID(-1, -1), Integer.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE)
        }) {
      assertThat(Origin.parse(origin.toString())).isEqualTo(origin);
    }
    assertThat(new Origin(TOPIC, 3, 41, 7)).hasToString(TOPIC + "/3/41/7");
  }

  @Test
  void nothingElseIsAnOrigin() {
    for (String text : new String[] {"", TOPIC + "/3/41", TOPIC + "/3/41/7/", "x/3/41/7"}) {
      assertThat(Origin.parse(text)).as(text).isNull();
    }
    assertThat(Origin.parse("/".repeat(1_000_000))).isNull();
  }

  @Test
  void aNegativePlaceIsRefused() {
    assertThatThrownBy(() -> new Origin(TOPIC, -1, 0, 0)).hasMessageContaining("/-1/0/0");
    assertThatThrownBy(() -> new Origin(TOPIC, 0, -1, 0)).hasMessageContaining("/0/-1/0");
    assertThatThrownBy(() -> new Origin(TOPIC, 0, 0, -2)).hasMessageContaining("/0/0/-2");
  }
}
