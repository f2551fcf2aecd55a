package dev.runmark.bench.ingest.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RunRowReaderTest {

  private static final String ID = "01990000-0000-7000-8000-00000000000a";
  private static final String TRACE = "01990000-0000-7000-8000-00000000000b";
  private static final String PARENT = "01990000-0000-7000-8000-00000000000c";

  @Test
  void allColumnsAreFoundBetweenWhatIsSkipped() throws IOException {
    RunRow row =
        read(
            """
            {"id":"%s","inputs":{"id":"inner","name":["a",{"status":1}]},"trace_id":"%s",
             "parent_run_id":"%s","session_name":"évaluation","start_time":"2026-01-02T03:04:05.678901",
             "end_time":"2026-01-02T05:04:06+02:00","error":null,"run_type":"llm","name":"ChatOpenAI"}
            """
                .formatted(ID, TRACE, PARENT));

    assertThat(row)
        .isEqualTo(
            new RunRow(
                UUID.fromString(ID),
                UUID.fromString(TRACE),
                UUID.fromString(PARENT),
                "évaluation",
                OffsetDateTime.parse("2026-01-02T03:04:05.678901Z"),
                OffsetDateTime.parse("2026-01-02T05:04:06+02:00"),
                "success",
                "llm",
                "ChatOpenAI"));
  }

  @Test
  void aRunThatHasOnlyAnIdIsItsOwnTraceAndPending() throws IOException {
    RunRow row = read("{\"id\":\"%s\",\"parent_run_id\":null}".formatted(ID));

    assertThat(row.trace()).isEqualTo(row.run());
    assertThat(row.parent()).isNull();
    assertThat(row.status()).isEqualTo("pending");
  }

  @Test
  void theStatusIsWhatTheRunSaysOrElseFollowsFromItsError() throws IOException {
    assertThat(read("{\"id\":\"%s\",\"error\":\"no\"}".formatted(ID)).status()).isEqualTo("error");
    assertThat(
            read("{\"id\":\"%s\",\"error\":\"no\",\"status\":\"success\"}".formatted(ID)).status())
        .isEqualTo("success");
  }

  @Test
  void whatHasNoIdIsRefused() {
    assertThatThrownBy(() -> read("{\"trace_id\":\"%s\"}".formatted(TRACE)))
        .hasMessageContaining("it has no id");
    assertThatThrownBy(() -> read("[]")).hasMessageContaining("it is not an object");
  }

  private static RunRow read(String json) throws IOException {
    return RunRowReader.read(json.getBytes(UTF_8));
  }
}
