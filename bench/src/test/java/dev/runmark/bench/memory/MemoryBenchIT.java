package dev.runmark.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** That a TaskManager is looked into while it works, too shortly to say what it needs. */
@Tag("campaign")
class MemoryBenchIT {

  @Test
  void everySizeIsStoredWholeWhileTheHeapIsLookedAt() throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "memory-").toAbsolutePath();
    MemoryPlan plan =
        new MemoryPlan(List.of(2, 1000), List.of(0.5), List.of("window: none"), 2, 12, 2);

    MemoryReport report = new MemoryBench(plan, directory, System.err::println).measure();

    assertThat(report.cells()).extracting(CellResult::kilobytes).containsExactly(2, 1000);
    assertThat(report.cells())
        .allSatisfy(
            cell -> {
              assertThat(cell.end().sent()).isPositive();
              assertThat(cell.looks()).hasSize(12);
              assertThat(cell.live().least()).isBetween(5.0, cell.end().heapMegabytes());
              assertThat(cell.resident().most()).isGreaterThan(cell.live().most());
            });
    // All of a run is on the heap at least once.
    assertThat(report.cells().get(1).allocatedBytes()).isGreaterThan(1e6);
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/cells/0/trend/standardError").asDouble()).isPositive();
    FileUtils.deleteDirectory(directory.toFile());
  }
}
