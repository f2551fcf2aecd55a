package dev.runmark.storage.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidTextTest {

  @Test
  void everyFormReadsAsTheSameUuid() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      assertThat(parse(uuid.toString())).isEqualTo(uuid);
      assertThat(parse(uuid.toString().toUpperCase(Locale.ROOT))).isEqualTo(uuid);
      assertThat(parse("{" + uuid + "}")).isEqualTo(uuid);
    }
  }

  @Test
  void theCanonicalFormIsWritten() {
    Random random = new Random(8);
    for (int i = 0; i < 1000; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      byte[] target = new byte[UuidText.LENGTH + 2];
      UuidText.write(uuid, target, 1);
      assertThat(new String(target, 1, UuidText.LENGTH, StandardCharsets.US_ASCII))
          .isEqualTo(uuid.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0190a0b0-0000-7000-8000-00000000000",
        "0190a0b0-0000-7000-8000-0000000000011",
        "0190a0b0x0000-7000-8000-000000000001",
        "0190a0b0-0000-7000-8000-00000000000g",
        "0190a0b0000070008000000000000001",
        "{0190a0b0-0000-7000-8000-000000000001",
        "(0190a0b0-0000-7000-8000-000000000001)",
        "{0190a0b0-0000-7000-8000-000000000001]",
        "urn:uuid:0190a0b0-0000-7000-8000-000000000001",
        "1-1-1-1-1",
        "+190a0b0-0000-7000-8000-000000000001",
        "../../../../../../../../../../etc/pas"
      })
  void anythingElseIsRefused(String text) {
    assertThat(parse(text)).isNull();
  }

  @Test
  void escapesInsideAStringAreResolved() {
    UUID uuid = UUID.fromString("0190a0b0-0000-7000-8000-000000000001");

    assertThat(inside("{\\u0030190a0b0\\u002d0000-7000-8000-00000000000\\u0031}")).isEqualTo(uuid);
    assertThat(inside(uuid.toString())).isEqualTo(uuid);
    assertThat(inside("\\u0030190a0b0-0000-7000-8000-00000000000")).isNull();
    assertThat(inside("\\u0030".repeat(10_000))).isNull();
  }

  private static UUID inside(String text) {
    return UuidText.parseInside(Slice.of(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static UUID parse(String text) {
    byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
    return UuidText.parse(bytes, 1, bytes.length - 1);
  }
}
