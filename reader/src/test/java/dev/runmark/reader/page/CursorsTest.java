package dev.runmark.reader.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.failure.InvalidCursorException;
import dev.runmark.storage.query.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {

  private static final List<?> QUERY = Arrays.asList("runs", "tenant", null, "a");

  private final Cursors cursors = new Cursors(new byte[] {1, 2, 3});

  @Test
  void aPlaceComesBack() {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      long second = random.nextLong(-62_135_596_800L, 253_402_300_800L);
      Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000) * 1000L);
      UUID id = new UUID(random.nextLong(), random.nextLong());
      Place place = new Place(random.nextInt(5) == 0 ? null : time, id);

      assertThat(cursors.place(QUERY, cursors.text(QUERY, place)))
          .as("seed %d", seed)
          .isEqualTo(place);
    }
  }

  @Test
  void ofAnyTwoQueriesThatDifferNeitherTakesTheOthersCursor() {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      List<String> one = identity(random);
      List<String> other = random.nextBoolean() ? identity(random) : changed(one, random);
      Place place = new Place(null, new UUID(random.nextLong(), random.nextLong()));
      String cursor = cursors.text(one, place);

      assertThat(cursors.place(one, cursor)).as("seed %d", seed).isEqualTo(place);
      if (!other.equals(one)) {
        assertThatThrownBy(() -> cursors.place(other, cursor))
            .as("seed %d: %s, asked with %s", seed, one, other)
            .isInstanceOf(InvalidCursorException.class);
      }
    }
  }

  private static List<String> identity(Random random) {
    List<String> values = new ArrayList<>();
    for (int left = random.nextInt(5); left > 0; left--) {
      String[] some = {null, "", "a", "b", "ab", "\u0000", "é", "\ud83d\ude00", "null"};
      values.add(some[random.nextInt(some.length)]);
    }
    return values;
  }

  /** With a value moved over its border, swapped, or left out. */
  private static List<String> changed(List<String> query, Random random) {
    List<String> values = new ArrayList<>(query);
    if (values.size() < 2) {
      values.add(null);
      return values;
    }
    int at = random.nextInt(values.size() - 1);
    switch (random.nextInt(3)) {
      case 0 -> values.set(at, values.get(at) + values.set(at + 1, ""));
      case 1 -> values.set(at, values.set(at + 1, values.get(at)));
      default -> values.remove(at);
    }
    return values;
  }

  @Test
  void serversWithOneKeyAgree() {
    String cursor = new Cursors(new byte[] {1, 2, 3}).text(QUERY, place());

    assertThat(cursors.place(QUERY, cursor)).isEqualTo(place());
    assertThatThrownBy(() -> new Cursors(new byte[] {1, 2, 4}).place(QUERY, cursor))
        .isInstanceOf(InvalidCursorException.class);
  }

  @Test
  void anotherQueryOrTenantIsRefused() {
    String cursor = cursors.text(QUERY, place());

    refused(Arrays.asList("runs", "tenant", "", "a"), cursor);
    refused(Arrays.asList("runs", "tenan", "t", "a"), cursor);
    refused(Arrays.asList("runs", "other", null, "a"), cursor);
    refused(Arrays.asList("traces", "tenant", null, "a"), cursor);
    refused(Arrays.asList("runs", "tenant", null, "a", null), cursor);
  }

  @Test
  void everyChangedBitIsSeen() {
    byte[] bytes = Base64.getUrlDecoder().decode(cursors.text(QUERY, place()));
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      refused(QUERY, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
    }
  }

  @Test
  void everyCutIsSeen() {
    String cursor = cursors.text(QUERY, place());
    for (int length = 0; length < cursor.length(); length++) {
      refused(QUERY, cursor.substring(0, length));
    }
    refused(QUERY, cursor + "AAAA");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "%00", "null", "0", "ÄÖÜ", "\u0000", "AAAA====", "../../etc"})
  void whatIsNoneIsRefused(String text) {
    refused(QUERY, text);
    refused(QUERY, text.repeat(10_000));
  }

  private static Place place() {
    return new Place(Instant.parse("2026-11-20T10:00:00.123456Z"), new UUID(1, 2));
  }

  private void refused(List<?> query, String cursor) {
    assertThatThrownBy(() -> cursors.place(query, cursor))
        .isInstanceOf(InvalidCursorException.class)
        .hasMessageStartingWith("cursor: ");
  }
}
