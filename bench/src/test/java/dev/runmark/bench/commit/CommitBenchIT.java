package dev.runmark.bench.commit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every way stores every row, far too few to say how fast. */
class CommitBenchIT {

  @TempDir private Path directory;

  @Test
  void everyWayStoresTheBatchBesideWhatIsThere() throws Exception {
    CommitPlan plan = new CommitPlan(List.of(20), List.of(IdOrder.values()), 500, 0, 2);

    CommitReport report = new CommitBench(plan, directory, line -> {}).measure();

    assertThat(report.cells()).extracting(CellResult::ids).containsExactly(IdOrder.values());
    assertThat(report.cells())
        .allSatisfy(
            cell -> {
              assertThat(cell.ways()).hasSize(9);
              assertThat(cell.ways()).allSatisfy(way -> assertThat(way.passes()).hasSize(2));
              assertThat(cell.ways().get(0).ratio().median()).isPositive();
              assertThat(cell.ways().get(2).ratio().median()).isEqualTo(1);
            });
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/cells/0/ways/0/rowsPerSecond/median").asDouble()).isPositive();
  }
}
