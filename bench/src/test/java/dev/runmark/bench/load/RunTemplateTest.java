package dev.runmark.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunTemplateTest {

  private static final Instant START = Instant.parse("2026-11-20T10:11:12.131415Z");

  @Test
  void aFilledTemplateIsTheCreateOfThatRun() throws IOException {
    UUID run = UUID.randomUUID();
    UUID trace = UUID.randomUUID();
    RunTemplate template = RunTemplate.ofSize(10_000, 1).get(0);

    JsonNode json = new ObjectMapper().readTree(template.fill(run, trace, START));

    assertThat(json.get("id").asText()).isEqualTo(run.toString());
    assertThat(json.get("trace_id").asText()).isEqualTo(trace.toString());
    assertThat(json.get("dotted_order").asText()).endsWith(run.toString());
    assertThat(json.get("start_time").asText()).startsWith("2026-11-20T10:11:12.131415");
    assertThat(json.get("end_time").isNull()).isTrue();
  }

  @Test
  void aFilledRootIsTheWholeRunThatItsTraceIsNamedAfter() throws IOException {
    UUID trace = UUID.randomUUID();
    RunTemplate template = RunTemplate.rootsOfSize(10_000, 1).get(0);

    JsonNode json = new ObjectMapper().readTree(template.fill(UUID.randomUUID(), trace, START));

    assertThat(json.get("id").asText()).isEqualTo(trace.toString());
    assertThat(json.get("trace_id").asText()).isEqualTo(trace.toString());
    assertThat(json.get("parent_run_id").isNull()).isTrue();
    assertThat(json.get("start_time").asText()).startsWith("2026-11-20T10:11:12.131415");
    assertThat(json.get("end_time").asText()).startsWith("2026-11-20T10:11:14.131415");
  }

  @Test
  void fillingOneRunLeavesTheOthersAlone() {
    RunTemplate template = RunTemplate.ofSize(1000, 1).get(0);
    UUID first = UUID.randomUUID();
    byte[] filled = template.fill(first, first, START);
    template.fill(UUID.randomUUID(), UUID.randomUUID(), START);
    assertThat(new String(filled, UTF_8)).contains(first.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 10_000, 100_000})
  void templatesAreAboutAsLargeAsWanted(int size) {
    assertThat(meanSize(RunTemplate.ofSize(size, 64))).isBetween(0.8 * size, 1.3 * size);
    assertThat(meanSize(RunTemplate.rootsOfSize(size, 64))).isBetween(0.8 * size, 1.3 * size);
  }

  private static double meanSize(List<RunTemplate> templates) {
    return templates.stream()
        .mapToInt(one -> one.fill(UUID.randomUUID(), UUID.randomUUID(), START).length)
        .average()
        .orElseThrow();
  }

  @Test
  void aTextWithoutTheIdsIsNoTemplate() {
    assertThatThrownBy(() -> new RunTemplate("{}")).hasMessageContaining("does not hold");
  }
}
