package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFieldsTest {

  private static final String ID = "\"id\":\"018f0000-0000-7000-8000-000000000001\"";

  private static RunFields run(String fields) throws IOException {
    return parse("{" + ID + (fields.isEmpty() ? "" : ",") + fields + "}");
  }

  private static RunFields parse(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new RunParser().parse(bytes, 0, bytes.length);
  }

  private static void assertSame(RunFields one, RunFields other) {
    assertThat(one.sha256()).isEqualTo(other.sha256());
  }

  private static void assertDiffer(RunFields one, RunFields other) {
    assertThat(one.sha256()).isNotEqualTo(other.sha256());
  }

  @Test
  void spellingDoesNotCount() throws IOException {
    assertSame(
        run("\"a\":[1,{\"b\":\"é\\n\"}],\"c\":true"),
        parse(" {\n\"c\" : true, " + ID + ",\"a\":[ 1,{\"b\" :\"\\u00e9\\u000a\"} ] }\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"a\":[1,{\"b\":\"e\\n\"}],\"c\":true",
        "\"a\":[1.0,{\"b\":\"é\\n\"}],\"c\":true",
        "\"a\":[1,{\"b\":\"é\\n\"}],\"c\":\"true\"",
        "\"a\":[1,{\"b\":\"é\\n\"}]",
        "\"a\":[1,{\"b\":\"é\\n\"},null],\"c\":true",
        "\"a\":[1,{\"b\":\"é\\n\"}],\"c\":true,\"d\":\"\"",
        "\"a\":[1,{\"b\":\"\\ud800\"}],\"c\":true",
      })
  void everyOtherDifferenceCounts(String fields) throws IOException {
    assertDiffer(run(fields), run("\"a\":[1,{\"b\":\"é\\n\"}],\"c\":true"));
  }

  @Test
  void theOrderOfKeysCountsInsideAValueOnly() throws IOException {
    assertSame(run("\"a\":1,\"b\":2"), run("\"b\":2,\"a\":1"));
    assertDiffer(run("\"x\":{\"a\":1,\"b\":2}"), run("\"x\":{\"b\":2,\"a\":1}"));
  }

  @Test
  void laterValuesOverwriteWholeAndNullNever() throws IOException {
    assertSame(
        run("\"a\":{\"x\":1},\"b\":2,\"c\":null").then(run("\"a\":{\"y\":3},\"b\":null,\"d\":4")),
        run("\"a\":{\"y\":3},\"b\":2,\"d\":4"));
  }

  @Test
  void attachmentsMergeByName() throws IOException {
    assertSame(
        run("\"input_attachments\":{\"p\":{\"n\":1},\"q\":{\"n\":2}}")
            .then(run("\"input_attachments\":{\"q\":{\"n\":3},\"r\":{\"n\":4},\"p\":null}")),
        run("\"input_attachments\":{\"r\":{\"n\":4},\"p\":{\"n\":1},\"q\":{\"n\":3}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"id\":\"x\"}",
        "{\"id\":7}",
        "{\"id\":\"018f0000-0000-7000-8000-000000000001\"",
        "{\"id\":\"018f0000-0000-7000-8000-000000000001\"} x",
        "{\"id\":\"018f0000-0000-7000-8000-000000000001\"}{}",
        "{\"id\":\"018f0000-0000-7000-8000-000000000001\",\"a\":NaN}",
        "{\"id\":\"018f0000-0000-7000-8000-000000000001\",\"a\":1,\"a\":1}",
        "{\"id\":\"018f0000-0000-7000-8000-000000000001\",a:1}",
        "{\"id\":\"018f0000-0000-7000-8000-000000000001\",\"a\":\"\n\"}",
      })
  void whatIsNotOneRunIsRefused(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(IOException.class);
  }

  @Test
  void invalidUtf8IsRefused() {
    byte[] json = ("{" + ID + ",\"a\":\"?\"}").getBytes(StandardCharsets.US_ASCII);
    json[json.length - 3] = (byte) 0xff;
    assertThatThrownBy(() -> new RunParser().parse(json, 0, json.length))
        .isInstanceOf(IOException.class);
  }
}
