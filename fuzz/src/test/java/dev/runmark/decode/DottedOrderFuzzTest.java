package dev.runmark.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.runmark.storage.json.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Any bytes as a dotted_order, judged by a regular expression. */
class DottedOrderFuzzTest {

  private static final String UUID_TEXT = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final String SEGMENT = "[0-9]{8}T[0-9]{6,15}Z" + UUID_TEXT;
  private static final Pattern WHOLE = Pattern.compile(SEGMENT + "(\\." + SEGMENT + ")*");

  @FuzzTest(maxDuration = "3m")
  @DictionaryEntries({
    "20261120T091500123456Z",
    "20261120T091500Z0190a0b0-0000-7000-8000-00000000000a",
    "Z0190a0b0-0000-7000-8000-00000000000B",
    ".20261120T091500123456789Z",
    "{0190a0b0-0000-7000-8000-00000000000a}"
  })
  void itSaysWhatItsSegmentsSayOrIsRefused(byte[] text) {
    // In the middle of other bytes, as it stands in a record.
    byte[] around = ("..Z" + latin(text) + "Z..").getBytes(StandardCharsets.ISO_8859_1);
    DottedOrder found = parse(new Slice(around, 3, text.length));

    assertThat(found).isEqualTo(judged(latin(text)));
  }

  private static @Nullable DottedOrder parse(Slice text) {
    try {
      return DottedOrder.parse(text);
    } catch (RejectedRunException refused) {
      assertThat(refused).hasMessageStartingWith("dotted_order: ");
      return null;
    }
  }

  private static @Nullable DottedOrder judged(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    UUID[] ids =
        Arrays.stream(text.split("\\."))
            .map(segment -> UUID.fromString(segment.substring(segment.indexOf('Z') + 1)))
            .toArray(UUID[]::new);
    return new DottedOrder(ids[0], ids.length > 1 ? ids[ids.length - 2] : null);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
