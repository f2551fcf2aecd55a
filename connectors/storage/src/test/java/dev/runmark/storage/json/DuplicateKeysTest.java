package dev.runmark.storage.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicateKeysTest {

  /** No halves of surrogate pairs: Jackson refuses them in names. */
  private static final String[] NAMES = {
    "",
    "a",
    "\\u0061",
    "\\u0000",
    "ab",
    "é",
    "\\u00e9",
    "😀",
    "\\ud83d\\ude00",
    "\\\"",
    "seven77",
    "eight888",
    "nine99999",
    "eight88\\u0038",
    "first word, same end",
    "first word: same end",
    "first word\\u002c same end"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"b\":{\"c\":{}},\"a\":2}",
        "{\"\\ud83d\":1,\"\\ude00\":2,\"\\uD83D\":3}",
        "[[{\"x\":[{\"a\":1,\"\\u0061\":2}]}]]",
        "{\"a\":{\"b\":1,\"c\":[],\"b\":1}}",
        "{\"a\":[{\"a\":1},{\"a\":1,\"a\":2}]}"
      })
  void oneObjectHasAKeyTwice(String json) {
    assertThat(scanned(json).objectsWithDuplicates()).isEqualTo(1);
  }

  @Test
  void thePlaceOfTheSecondIsTold() {
    String json = "{\"x\":{\"a\":1,\"b\":2,\"a\":3},\"y\":{\"a\":1}}";
    assertThat(scanned(json).lastDuplicate()).isEqualTo(json.lastIndexOf("a\":3"));
  }

  @Test
  void manyKeysAreJudgedAsFewAre() {
    for (int count : new int[] {DuplicateKeys.FEW, DuplicateKeys.FEW + 1, 1_000}) {
      String keys =
          IntStream.range(0, count - 1)
              .mapToObj(i -> "\"\\u006bey " + i + "\":{\"key 0\":[]}")
              .collect(Collectors.joining(","));
      assertThat(scanned("{" + keys + ",\"other\":1}").objectsWithDuplicates()).isZero();
      assertThat(scanned("{" + keys + ",\"key " + (count - 2) + "\":1}").objectsWithDuplicates())
          .isEqualTo(1);
      assertThat(scanned("{" + keys + ",\"\\u006bey 0\":1}").objectsWithDuplicates()).isEqualTo(1);
    }
  }

  @Test
  void afterAVeryLargeObjectTheRoomIsGivenBackAndNothingIsLeft() {
    JsonScanner scanner = JsonScanner.ofUniqueKeys(JsonLimits.STORED);
    String keys =
        IntStream.range(0, 50_000)
            .mapToObj(i -> "\"" + i + "\":1")
            .collect(Collectors.joining(","));
    for (String json : new String[] {"{" + keys + "}", "{\"0\":1,\"1\":[{\"\\u0030\":1}]}"}) {
      scan(scanner, json);
      assertThat(scanner.objectsWithDuplicates()).isZero();
    }
  }

  @Test
  void whatBreaksOffIsForgotten() {
    JsonScanner scanner = JsonScanner.ofUniqueKeys(JsonLimits.STORED);
    try {
      scan(scanner, "{\"a\":{\"a\":1,\"\\u0062\":tru");
    } catch (MalformedJsonException expected) {
      assertThat(expected.flaw()).isEqualTo(MalformedJsonException.Flaw.NOT_JSON);
    }
    scan(scanner, "{\"a\":1,\"b\":2}");
    assertThat(scanner.objectsWithDuplicates()).isZero();
  }

  @Test
  void randomDocumentsAreJudgedAsJacksonJudgesThem() throws IOException {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    JsonScanner scanner = JsonScanner.ofUniqueKeys(JsonLimits.STORED);
    int duplicates = 0;
    for (int round = 0; round < 20_000; round++) {
      StringBuilder json = new StringBuilder();
      write(json, random, 4);
      boolean unique = jacksonTakes(json.toString());
      duplicates += unique ? 0 : 1;
      scan(scanner, json.toString());
      assertThat(scanner.objectsWithDuplicates() == 0)
          .as("seed %d: %s", seed, json)
          .isEqualTo(unique);
    }
    assertThat(duplicates).isBetween(500, 19_000);
  }

  private static void write(StringBuilder json, Random random, int depth) {
    int kind = depth == 0 ? 2 : random.nextInt(3);
    if (kind == 2) {
      json.append(random.nextInt(10));
      return;
    }
    json.append(kind == 0 ? '{' : '[');
    int count = random.nextInt(kind == 0 && random.nextInt(20) == 0 ? 60 : 4);
    boolean numbered = count > 4;
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : ",");
      if (kind == 0) {
        boolean strange = !numbered || random.nextInt(200) == 0;
        String name = strange ? NAMES[random.nextInt(NAMES.length)] : "number " + i;
        json.append('"').append(name).append("\":");
      }
      write(json, random, numbered ? 0 : depth - 1);
    }
    json.append(kind == 0 ? '}' : ']');
  }

  private static boolean jacksonTakes(String json) throws IOException {
    JsonFactory jackson =
        JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    try (JsonParser parser = jackson.createParser(json)) {
      while (parser.nextToken() != null) {
        parser.currentName();
      }
      return true;
    } catch (JsonParseException twice) {
      assertThat(twice).hasMessageContaining("Duplicate");
      return false;
    }
  }

  private static JsonScanner scanned(String json) {
    JsonScanner scanner = JsonScanner.ofUniqueKeys(JsonLimits.STORED);
    scan(scanner, json);
    return scanner;
  }

  private static void scan(JsonScanner scanner, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    scanner.reset(bytes, 0, bytes.length);
    scanner.skipValue(0);
    scanner.expectEnd();
  }
}
