package dev.runmark.traces.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.traces.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceFileTest {

  private static final String TRACE = "5b8efff798038103d269b633813fc60c";
  private static final Span SERVER =
      new Span(TRACE, "eee19b7ec3c1b174", "", "née", "api", 1_000_000_001L, 2_000_000_002L, true);
  private static final Span CHILD =
      new Span(
          TRACE,
          "00000000000000ab",
          SERVER.id(),
          "SELECT",
          "api",
          1_500_000_000L,
          1_600_000_000L,
          false);

  @TempDir private Path directory;

  @Test
  void otlpIsReadAsOneDocumentOrOneALine() throws IOException {
    String server = otlp(span(SERVER, "\"kind\":2,\"status\":{\"code\":2},", TRACE));
    String child = otlp(span(CHILD, "\"kind\":3,\"status\":{},", TRACE));

    assertThat(read(server + "\n" + child + "\n")).containsExactly(SERVER, CHILD);
    assertThat(
            read(
                otlp(span(SERVER, "\"status\":{\"code\":2},", TRACE) + "," + span(CHILD, "", TRACE))
                    .replace(",", ",\n  ")))
        .containsExactly(SERVER, CHILD);
  }

  @Test
  void idsMayBeInEitherCaseAndNumbersAndEnumsInEitherForm() throws IOException {
    String otlp =
        otlp(span(
                SERVER,
                "\"kind\":\"SPAN_KIND_SERVER\",\"status\":{\"code\":\"STATUS_CODE_ERROR\"},",
                "5B8EFFF798038103D269B633813FC60C"))
            .replace("\"1000000001\"", "1000000001")
            .replace("eee19b7ec3c1b174", "EEE19B7EC3C1B174");

    assertThat(read(otlp)).containsExactly(SERVER);
  }

  @Test
  void aRootMayNameAParentOfZeroes() throws IOException {
    assertThat(
            read(
                otlp(
                    span(
                        SERVER,
                        "\"parentSpanId\":\"0000000000000000\",\"status\":{\"code\":2},",
                        TRACE))))
        .containsExactly(SERVER);
  }

  /** The form that Jaeger documents: ids without leading zeroes, times in microseconds. */
  @Test
  void jaegersAnswerIsRead() throws IOException {
    String jaeger =
        """
        {"data":[{"traceID":"%1$s","spans":[
          {"traceID":"%1$s","spanID":"eee19b7ec3c1b174","operationName":"née","references":[],
           "startTime":1000000,"duration":1000000,"tags":[{"key":"error","type":"bool","value":true}],
           "logs":[],"processID":"p1","warnings":null},
          {"traceID":"%1$s","spanID":"ab","operationName":"SELECT","references":[
            {"refType":"CHILD_OF","traceID":"0af7651916cd43dd8448eb211c80319c","spanID":"1"},
            {"refType":"FOLLOWS_FROM","traceID":"%1$s","spanID":"2"},
            {"refType":"CHILD_OF","traceID":"%1$s","spanID":"eee19b7ec3c1b174"}],
           "startTime":1500000,"duration":100000,"tags":[],"logs":[],"processID":"p2","warnings":null}],
         "processes":{"p1":{"serviceName":"api","tags":[]},"p2":{"serviceName":"job","tags":[]}},"warnings":null}],
         "total":0,"limit":0,"offset":0,"errors":null}
        """
            .formatted(TRACE);

    List<Span> spans = read(jaeger);

    assertThat(spans.get(0))
        .isEqualTo(
            new Span(TRACE, SERVER.id(), "", "née", "api", 1_000_000_000L, 2_000_000_000L, true));
    assertThat(spans.get(1))
        .isEqualTo(
            new Span(
                TRACE,
                CHILD.id(),
                SERVER.id(),
                "SELECT",
                "job",
                1_500_000_000L,
                1_600_000_000L,
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"spans\":[]} | document 1: neither OTLP's JSON (an object with resourceSpans) nor Jaeger's",
        "[1,2] | document 1: neither OTLP's",
        "hello | document 1: no JSON",
        "{\"resourceSpans\":[]} {\"resourceSp | document 2: no JSON",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"spanId\":\"1\"}]}]}]} | a span without traceId",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"W47/95gDgQPSabYzgT/GDA==\"}]}]}]} | traceId 'W47/95gDgQPSabYzgT/GDA==': wanted 32 hex digits",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"1\",\"spanId\":\"1\",\"startTimeUnixNano\":\"soon\"}]}]}]} | startTimeUnixNano 'soon' of a span: wanted a whole number",
        "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\"1\",\"spanId\":\"2\",\"startTimeUnixNano\":\"9\",\"endTimeUnixNano\":\"0\"}]}]}]} | ends 9 ns before it starts",
        "{\"data\":[{\"spans\":[{\"traceID\":\"1\",\"spanID\":\"1\",\"startTime\":9223372036854775807}]}]} | document 1: long overflow",
      })
  void whatIsNeitherIsRefusedWithThePlaceAndTheReason(String text, String reason) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(NoTracesException.class)
        .hasMessageStartingWith("read traces from file " + directory)
        .hasMessageContaining(reason);
  }

  @Test
  void anEmptyFileAndNoFileAreToldApart() {
    assertThatThrownBy(() -> read(" \n")).hasMessageEndingWith("traces.json: it is empty");
    assertThatThrownBy(() -> TraceFile.read(directory.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private List<Span> read(String text) throws IOException {
    return TraceFile.read(Files.writeString(directory.resolve("traces.json"), text));
  }

  private static String otlp(String spans) {
    return """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"host","value":{"intValue":"1"}},\
        {"key":"service.name","value":{"stringValue":"api"}}]},\
        "scopeSpans":[{"scope":{"name":"runmark"},"spans":[%s]}]}]}"""
        .formatted(spans);
  }

  private static String span(Span span, String more, String trace) {
    return "{\"traceId\":\"%s\",\"spanId\":\"%s\",%s%s\"name\":\"%s\",\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\"}"
        .formatted(
            trace,
            span.id(),
            span.parent().isEmpty() ? "" : "\"parentSpanId\":\"" + span.parent() + "\",",
            more,
            span.name(),
            span.start(),
            span.end());
  }
}
