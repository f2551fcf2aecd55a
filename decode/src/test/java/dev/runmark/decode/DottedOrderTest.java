package dev.runmark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DottedOrderTest {

  private static final UUID ID = UUID.fromString("0190a0b0-0000-7000-8000-00000000000a");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20261120T091500Z",
        "20261120T0915001Z",
        "20261120T091500123456Z",
        "20261120T091500123456789Z",
        "00000000T999999Z"
      })
  void aSegmentIsATimeOfUpToNineDecimalsAndAUuid(String time) {
    assertThat(parse(time + ID)).isEqualTo(new DottedOrder(ID, null));
    assertThat(parse(time + ID + "." + time + new UUID(0, 1))).isEqualTo(new DottedOrder(ID, ID));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026112T091500Z",
        "20261120T09150Z",
        "20261120T0915001234567890Z",
        "20261120T091500z",
        "20261120T091500",
        "20261120 091500Z",
        "20261120T0915/0Z",
        "20261120T0915:0Z",
        "T0261120T091500Z",
        "202611200091500Z"
      })
  void anythingElseIsNone(String time) {
    assertThatThrownBy(() -> parse(time + ID)).hasMessageContaining("no time and UUID");
  }

  private static DottedOrder parse(String text) {
    // Something before and behind it, as in a document.
    byte[] bytes = ("9" + text + ".").getBytes(StandardCharsets.US_ASCII);
    return DottedOrder.parse(new Slice(bytes, 1, bytes.length - 2));
  }
}
