package dev.runmark.reader.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.runmark.storage.failure.InvalidCursorException;
import dev.runmark.storage.query.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A cursor that was bent in any way, or is asked with another query. */
class CursorsFuzzTest {

  private static final Cursors CURSORS = new Cursors(new byte[] {1, 2, 3});

  @FuzzTest(maxDuration = "3m")
  void onlyTheOneThatWasGivenIsTaken(FuzzedDataProvider data) {
    List<String> query = identity(data);
    List<String> other = identity(data);
    Instant time =
        data.consumeBoolean()
            ? Instant.ofEpochSecond(
                data.consumeLong(-62_135_596_800L, 253_402_300_799L),
                data.consumeInt(0, 999_999_999))
            : null;
    Place place = new Place(time, new UUID(data.consumeLong(), data.consumeLong()));
    String cursor = CURSORS.text(query, place);

    assertThat(CURSORS.place(query, cursor)).isEqualTo(place);
    if (!other.equals(query)) {
      assertThat(placeOf(other, cursor)).isNull();
    }
    bent(query, cursor, place, data);
    assertThat(placeOf(query, data.consumeRemainingAsString())).isNull();
  }

  /** What stands for the same bytes is the same cursor, and nothing else is one. */
  private static void bent(
      List<String> query, String cursor, Place place, FuzzedDataProvider data) {
    int at = data.consumeInt(0, cursor.length() - 1);
    int cut = data.consumeInt(0, cursor.length() - at);
    String bent = cursor.substring(0, at) + data.consumeString(4) + cursor.substring(at + cut);
    Place found = placeOf(query, bent);
    if (found != null) {
      assertThat(Base64.getUrlDecoder().decode(bent))
          .isEqualTo(Base64.getUrlDecoder().decode(cursor));
      assertThat(found).isEqualTo(place);
    }
  }

  private static @Nullable Place placeOf(List<String> query, String cursor) {
    try {
      return CURSORS.place(query, cursor);
    } catch (InvalidCursorException refused) {
      assertThat(refused).hasMessageStartingWith("cursor: ");
      return null;
    }
  }

  private static List<String> identity(FuzzedDataProvider data) {
    List<String> values = new ArrayList<>();
    for (int left = data.consumeInt(0, 6); left > 0; left--) {
      values.add(data.consumeBoolean() ? data.consumeString(20) : null);
    }
    return values;
  }
}
