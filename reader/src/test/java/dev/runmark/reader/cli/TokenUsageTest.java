package dev.runmark.reader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.json.Slice;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenUsageTest {

  private static final String TWO = "{\"usage_metadata\":{\"input_tokens\":2,\"output_tokens\":1}}";

  private static TokenUsage of(String document) {
    return TokenUsage.of(Slice.of(document.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void outputsComeBeforeMetadata() {
    String metadata = "\"extra\":{\"metadata\":" + TWO.replace("2", "20") + "}";

    assertThat(of("{" + metadata + ",\"outputs\":" + TWO + "}")).isEqualTo(new TokenUsage(2, 1));
    assertThat(of("{" + metadata + ",\"outputs\":{\"a\":1}}")).isEqualTo(new TokenUsage(20, 1));
    assertThat(of("{ \"out\\u0070uts\" : " + TWO + " }")).isEqualTo(new TokenUsage(2, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"outputs\":null,\"extra\":[]}",
        "{\"outputs\":[{\"usage_metadata\":{\"input_tokens\":2}}]}",
        "{\"outputs\":{\"text\":\"usage_metadata\"},\"extra\":{\"metadata\":\"none\"}}",
        "{\"inputs\":{\"usage_metadata\":{\"input_tokens\":2}}}",
      })
  void whatSaysNothingHasNone(String document) {
    assertThat(of(document)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "1.5, 0",
    "'\"7\"', 0",
    "null, 0",
    "9999999999999999999999, 0",
    "{}, 0",
    "7, 7"
  })
  void whatIsNoCountIsNone(String written, long count) {
    String usage = "{\"outputs\":{\"usage_metadata\":{\"input_tokens\":" + written + "}}}";

    assertThat(of(usage)).isEqualTo(new TokenUsage(count, 0));
  }
}
