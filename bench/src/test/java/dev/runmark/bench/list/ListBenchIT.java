package dev.runmark.bench.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark lists and verifies, far too few runs to say how long pages take. */
class ListBenchIT {

  @TempDir private Path directory;

  @Test
  void everyListIsWholeInASmallHeap() throws Exception {
    ListPlan plan = new ListPlan(3000, 600, 100, 64, 0, 1);

    ListReport report = new ListBench(plan, directory, line -> {}).measure();

    assertThat(report.lists()).extracting(ListResult::runs).containsExactly(3000, 3300, 600);
    assertThat(report.lists())
        .allSatisfy(
            list -> {
              assertThat(list.lists().get(0).millis()).hasSize(list.runs() / 100);
              assertThat(list.lastToFirst().median()).isPositive();
              assertThat(list.mostLiveMegabytes().most()).isBetween(1.0, 64.0 * 1.05);
            });
    assertThat(report.lists().get(2).lists().get(0).bytes()).isGreaterThan(600 * 500);

    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/machine/cores").asInt()).isPositive();
    assertThat(json.at("/lists/1/lastToFirst/median").asDouble()).isPositive();
  }
}
