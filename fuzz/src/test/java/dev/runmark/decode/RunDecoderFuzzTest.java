package dev.runmark.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.Origin;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.json.UuidText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Any bytes as the value of a record. */
class RunDecoderFuzzTest {

  private static final DecodeLimits LIMITS = new DecodeLimits(1 << 16, 1 << 12, 40, 100, 500, 300);

  /** For a run with what the decoder has added to it, in an envelope. */
  private static final DecodeLimits WIDER = new DecodeLimits(1 << 20, 1 << 16, 60, 100, 600, 300);

  /** An independent judge of what is JSON. */
  private static final JsonMapper JACKSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
          .build();

  @FuzzTest(maxDuration = "3m")
  @DictionaryEntries({
    "\"id\":",
    "\"trace_id\":",
    "\"dotted_order\":\"20261120T091500123456Z",
    "\"session_name\":",
    "\"start_time\":",
    "\"end_time\":",
    "\"parent_run_id\":",
    "\"status\":",
    "\"error\":",
    "\"name\":",
    "\"run_type\":",
    "\"operation\":\"complete\"",
    "\"operation\":\"patch\"",
    "\"run\":{",
    "\"post\":[",
    "\"patch\":[",
    "\"0190a0b0-0000-7000-8000-00000000000a\"",
    "\\\\u0000",
    "\\\\ud83d",
    "\\\\ude00",
    "},{",
    "}\\x0A{",
    "null",
    "1e5"
  })
  void everyByteIsAnEventOrADeadLetter(byte[] value) throws IOException {
    Decoding decoded = Decoding.of(value, LIMITS);

    eachEventOnce(decoded);
    decoded.rejected.forEach(each -> keepsItsBytes(each, value));
    long before = 0;
    for (RunEvent event : decoded.events) {
      assertThat(event.line().span().hi()).isGreaterThanOrEqualTo(before);
      before = event.line().span().hi();
      isOneDocument(event);
      decodesToItself(event);
    }
    assertThat(Decoding.of(value, LIMITS)).hasToString(decoded.toString());
  }

  private static void eachEventOnce(Decoding decoded) {
    Set<Integer> indexes = new HashSet<>(decoded.indexes);
    decoded.rejected.forEach(each -> indexes.add(each.index()));
    int count = decoded.indexes.size() + decoded.rejected.size();
    boolean whole = indexes.contains(Origin.WHOLE_RECORD);
    assertThat(indexes).hasSize(count);
    assertThat(indexes).allMatch(index -> whole ? count == 1 : index >= 0 && index < count);
  }

  private static void keepsItsBytes(RejectedRecord rejected, byte[] value) {
    if (rejected.index() == Origin.WHOLE_RECORD) {
      assertThat(rejected.value()).isEqualTo(value);
    } else {
      assertThat(latin(value)).contains(latin(rejected.value()));
    }
    assertThat(rejected.message()).hasSizeLessThan(1_000);
  }

  private static void isOneDocument(RunEvent event) throws IOException {
    byte[] line = line(event);
    assertThat(line).doesNotContain('\n');
    assertThat(new String(line, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
        .as("it is UTF-8")
        .isEqualTo(line);
    JsonNode document = JACKSON.readTree(line);
    assertThat(document.isObject()).isTrue();
    byte[] id = document.get("id").asText().getBytes(StandardCharsets.UTF_8);
    assertThat(UuidText.parse(id, 0, id.length)).isEqualTo(event.line().key().run());
  }

  /** A line that is read again, as a replay of a part would, stays as it is. */
  private static void decodesToItself(RunEvent event) {
    byte[] line = line(event);
    String text = new String(line, StandardCharsets.UTF_8);
    String word = event.operation() == Operation.CREATE ? "post" : event.operation().word();
    String envelope = "{\"operation\":\"" + word + "\",\"run\":" + text + "}";
    Decoding decoded = Decoding.of(envelope.getBytes(StandardCharsets.UTF_8), WIDER);
    assertThat(decoded.events).as(decoded.toString()).hasSize(1);
    RunEvent again = decoded.events.get(0);
    assertThat(line(again)).isEqualTo(line);
    assertThat(again.line().key()).isEqualTo(event.line().key());
    assertThat(List.of(again.line().trace(), again.line().listing()))
        .isEqualTo(List.of(event.line().trace(), event.line().listing()));
  }

  private static byte[] line(RunEvent event) {
    int from = event.line().offset();
    return Arrays.copyOfRange(event.line().bytes(), from, from + event.line().length());
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
