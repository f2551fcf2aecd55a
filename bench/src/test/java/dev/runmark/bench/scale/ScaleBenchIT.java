package dev.runmark.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That each size is filled and looked at, far too small to say whether cost is flat. */
class ScaleBenchIT {

  @TempDir private Path directory;

  @Test
  void everySizeIsCommittedLookedUpAndListed() throws Exception {
    ScalePlan plan = new ScalePlan(12_000, 5000, 5, 2);

    ScaleReport report = new ScaleBench(plan, directory, line -> {}).measure();

    assertThat(report.sizes()).extracting(SizeResult::runs).containsExactly(10_000L, 12_000L);
    assertThat(report.sizes().get(0).commits()).hasSize(2);
    assertThat(report.sizes())
        .allSatisfy(
            size -> {
              assertThat(size.rowsPerSecond().median()).isPositive();
              assertThat(size.lookUpMicros().least()).isPositive();
              assertThat(size.pageMicros().least()).isPositive();
              // A row's fields alone are more.
              assertThat(size.tableBytes()).isGreaterThan(100);
              assertThat(size.indexBytes()).isGreaterThan(30);
            });
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/sizes/1/lookUpMicros/median").asDouble()).isPositive();
  }
}
