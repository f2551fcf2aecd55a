package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListedTest {

  private static final UUID RUN = new UUID(0x7000, 0x8000_0000_0000_0001L);
  private static final UUID PARENT = new UUID(0x7000, 0x8000_0000_0000_0002L);
  private static final UUID ROOT = new UUID(0x7000, 0x8000_0000_0000_0003L);
  private static final String ORDER =
      "20260101T000000000001Z"
          + ROOT
          + ".20260101T000000000002Z"
          + PARENT
          + ".20260101T000000000003Z"
          + RUN;

  private static Listed listed(String fields, boolean begins) throws IOException {
    byte[] json = ("{\"id\":\"" + RUN + "\"" + fields + "}").getBytes(StandardCharsets.UTF_8);
    return Listed.of(new RunParser().parse(json, 0, json.length), begins);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                     | ",
        ",'end_time':'2026-01-01T00:00:00'                      | 1",
        ",'end_time':'2026-01-01T00:00:00','error':'x'          | 2",
        ",'error':null                                          | ",
        ",'error':false                                         | 2",
        ",'status':'pending','end_time':'2026-01-01T00:00:00'   | 0",
        ",'status':'success','error':'x'                        | 1",
        ",'status':'error'                                      | 2",
        ",'status':'interrupted','end_time':'2026-01-01T00:00:00' | 1",
      },
      quoteCharacter = '~')
  void statusIsTheWordOrFollowsFromErrorAndEnd(String fields, Integer status) throws IOException {
    String json = fields.equals("''") ? "" : fields.replace('\'', '"');
    assertThat(listed(json, true).status()).isEqualTo(status);
  }

  @Test
  void aPatchDecidesOnlyWhatItSays() throws IOException {
    assertThat(listed("", false))
        .isEqualTo(new Listed(RUN, null, null, null, null, null, null, null));
    assertThat(listed(",\"session_name\":\"\",\"run_type\":\"\"", true))
        .isEqualTo(
            new Listed(RUN, "default", null, null, null, null, Listed.TIME_OF_THE_RECORD, null));
  }

  @Test
  void traceAndParentStandInTheDottedOrderToo() throws IOException {
    Listed byOrder = listed(",\"dotted_order\":\"" + ORDER + "\"", false);
    assertThat(byOrder.trace()).isEqualTo(ROOT);
    assertThat(byOrder.parent()).isEqualTo(PARENT);
    Listed told =
        listed(
            ",\"dotted_order\":\""
                + ORDER
                + "\",\"trace_id\":\""
                + RUN
                + "\",\"parent_run_id\":\""
                + ROOT
                + "\"",
            false);
    assertThat(told.trace()).isEqualTo(RUN);
    assertThat(told.parent()).isEqualTo(ROOT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-01T01:00:00.0000019+01:00",
        "2026-01-01T00:00:00.000001",
        "2026-01-01 00:00:00.000001Z",
        "2026-01-01t01:00:00.000001+0100",
        "2025-12-31T23:00:00.000001-01",
      })
  void timesAreReadToTheMicrosecond(String text) throws IOException {
    assertThat(listed(",\"start_time\":\"" + text + "\"", true).start())
        .isEqualTo(Instant.parse("2026-01-01T00:00:00.000001Z"));
  }

  @Test
  void namesAreCutAtCodePoints() throws IOException {
    assertThat(listed(",\"name\":\"" + "😀".repeat(300) + "\"", true).name())
        .isEqualTo("😀".repeat(256));
  }

  @Test
  void laterColumnsOverwriteAndTheFirstTraceStays() throws IOException {
    Listed both =
        listed(",\"name\":\"a\",\"run_type\":\"llm\",\"start_time\":\"2026-01-01T00:00:00Z\"", true)
            .then(listed(",\"name\":\"b\",\"error\":\"x\",\"trace_id\":\"" + ROOT + "\"", false));
    assertThat(both)
        .isEqualTo(
            new Listed(
                RUN, "default", null, "b", "llm", 2, Instant.parse("2026-01-01T00:00:00Z"), null));
  }

  @Test
  void everyColumnThatDiffersIsNamed() {
    Instant time = Instant.EPOCH;
    Listed told = new Listed(RUN, "p", PARENT, "n", "llm", 1, time, time);
    assertThat(told.differences(told)).isEmpty();
    assertThat(told.differences(new Listed(ROOT, null, ROOT, "", "x", 2, null, null))).hasSize(8);
    Listed unknown = new Listed(RUN, "p", PARENT, "n", "llm", 1, Listed.TIME_OF_THE_RECORD, time);
    assertThat(unknown.differences(told)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {",\"trace_id\":\"x\"", ",\"end_time\":\"today\""})
  void whatShouldHaveBeenRejectedIsAnError(String fields) {
    assertThatThrownBy(() -> listed(fields, true)).isInstanceOf(IOException.class);
  }
}
