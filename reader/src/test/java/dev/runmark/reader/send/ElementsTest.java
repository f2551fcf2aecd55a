package dev.runmark.reader.send;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementsTest {

  private static final int LONGEST = 1 << 20;
  private static final String[] PIECES = {
    "\"a\":1",
    "\"}\":\"{[\"",
    "\"q\":\"\\\"}\"",
    "\"b\":\"\\\\\"",
    "\"ü\":\"日本\\n👩‍🔬\"",
    "\"n\":[{},[]]"
  };

  @Test
  void objectsComeOutAsTheyStandHoweverTheBodyArrives() throws Exception {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<String> objects = new ArrayList<>();
      for (int i = random.nextInt(6); i >= 0; i--) {
        objects.add(object(random));
      }
      boolean array = random.nextBoolean();
      String body =
          array
              ? objects.stream().collect(Collectors.joining(" , ", " [ ", " ]\n"))
              : String.join("\n", objects);

      assertThat(read(dripping(body, random), LONGEST)).as("seed %d", seed).isEqualTo(objects);
    }
  }

  @Test
  void anObjectLargerThanTheBufferComesOutWhole() throws Exception {
    String large = "{\"a\":\"" + "\\\"é{".repeat(60_000) + "\"}";

    assertThat(read(body("[{}," + large + ",{}]"), LONGEST)).containsExactly("{}", large, "{}");
  }

  @Test
  void anObjectMayHaveJustAsManyBytesAsTheLimit() throws Exception {
    String object = "{\"a\":\"" + "x".repeat(100_000) + "\"}";
    int length = object.length();

    assertThat(read(body(object), length)).containsExactly(object);
    assertThatThrownBy(() -> read(body(object), length - 1))
        .isInstanceOf(SendException.class)
        .hasMessageContaining("more than " + (length - 1) + " bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[{\"a\":\"}", "{\"a\":\"\\", "[{}", "{}{}", "[{}] x", "[{},]"})
  void whatIsBrokenAtItsTopIsRefused(String broken) {
    assertThatThrownBy(() -> read(body(broken), LONGEST)).isInstanceOf(SendException.class);
  }

  private static String object(Random random) {
    List<String> fields = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.add(PIECES[random.nextInt(PIECES.length)]);
    }
    return fields.stream().collect(Collectors.joining(",", "{", "}"));
  }

  private static List<String> read(InputStream body, int longest) throws IOException {
    Elements elements = new Elements(body, longest);
    List<String> objects = new ArrayList<>();
    for (byte[] object = elements.next(); object != null; object = elements.next()) {
      assertThat(elements.index()).isEqualTo(objects.size());
      objects.add(new String(object, UTF_8));
    }
    return objects;
  }

  private static InputStream body(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  /** Gives a byte or two at a time. */
  private static InputStream dripping(String text, Random random) {
    return new ByteArrayInputStream(text.getBytes(UTF_8)) {
      @Override
      public synchronized int read(byte[] buffer, int offset, int length) {
        return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(2)));
      }
    };
  }
}
