package dev.runmark.reader.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Any bytes as the body of a POST. */
class ElementsFuzzTest {

  private static final int LONGEST = 200;
  private static final JsonMapper JACKSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** What a body was cut into, and why it ended, if not at its end. */
  private record Cut(List<String> objects, @Nullable String why) {}

  @FuzzTest(maxDuration = "3m")
  @DictionaryEntries({"[{", "},{", "}]", "}\\x0A{", "\"\\\\\"}\"", "{\"a\":[{}]}", "\\\\\\\\\""})
  void howItArrivesChangesNothingAndJsonIsCutWhereItEnds(byte[] body) throws IOException {
    Cut whole = cut(new ByteArrayInputStream(body));

    assertThat(cut(dripping(body))).isEqualTo(whole);
    String text = latin(body);
    int from = 0;
    for (String object : whole.objects()) {
      // Which bracket closes it is the decoder's to judge.
      assertThat(object).startsWith("{").matches("(?s).*[}\\]]").hasSizeLessThanOrEqualTo(LONGEST);
      assertThat(text.indexOf(object, from)).isNotNegative();
      from = text.indexOf(object, from) + object.length();
    }
    List<String> judged = judged(body);
    if (judged != null && whole.why() == null) {
      assertThat(whole.objects().stream().map(ElementsFuzzTest::minified)).isEqualTo(judged);
    }
  }

  private static Cut cut(InputStream body) {
    List<String> objects = new ArrayList<>();
    try {
      Elements elements = new Elements(body, LONGEST);
      for (byte[] object = elements.next(); object != null; object = elements.next()) {
        assertThat(elements.index()).isEqualTo(objects.size());
        objects.add(latin(object));
      }
      return new Cut(objects, null);
    } catch (SendException refused) {
      return new Cut(objects, refused.kind() + " " + refused.reason() + refused.getMessage());
    } catch (IOException e) {
      throw new AssertionError("no input failed", e);
    }
  }

  /** The objects as Jackson finds them; null when it finds no array of objects. */
  private static @Nullable List<String> judged(byte[] body) {
    List<String> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> values =
        JACKSON.readerFor(JsonNode.class).readValues(latin(body))) {
      JsonNode only = values.hasNext() ? values.next() : null;
      if (only == null || !only.isArray() || values.hasNext()) {
        return null;
      }
      for (JsonNode each : only) {
        if (!each.isObject()) {
          return null;
        }
        objects.add(each.toString());
      }
      return objects;
    } catch (IOException | RuntimeException notJson) {
      return null;
    }
  }

  private static String minified(String object) {
    try {
      return JACKSON.readTree(object).toString();
    } catch (IOException e) {
      throw new AssertionError("cut elsewhere than where an object ends: " + object, e);
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static InputStream dripping(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, 1));
      }
    };
  }
}
