package dev.runmark.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodeLimitsTest {

  private static final List<String> NAMES =
      List.of("document bytes", "string bytes", "depth", "number digits", "keys", "events");

  @ParameterizedTest
  @CsvSource({
    "document bytes, 2147482623",
    "string bytes,   2147483647",
    "depth,          10000",
    "number digits,  2147483647",
    "keys,           100000000",
    "events,         10000000"
  })
  void eachLimitLiesBetweenOneAndItsMost(String name, int most) {
    assertThat(with(name, 1)).isNotNull();
    assertThat(with(name, most)).isNotNull();
    for (int outside : most == Integer.MAX_VALUE ? new int[] {0} : new int[] {0, most + 1}) {
      assertThatThrownBy(() -> with(name, outside))
          .hasMessage("decode limit " + name + ": " + outside + ", wanted 1 to " + most);
    }
  }

  private static DecodeLimits with(String name, int value) {
    int[] limits = {10, 10, 10, 10, 10, 10};
    limits[NAMES.indexOf(name)] = value;
    return new DecodeLimits(limits[0], limits[1], limits[2], limits[3], limits[4], limits[5]);
  }
}
