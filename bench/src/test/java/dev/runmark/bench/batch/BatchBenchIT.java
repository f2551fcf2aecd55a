package dev.runmark.bench.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import dev.runmark.bench.post.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every way keeps every run and gives it back, far too few to say how fast. */
class BatchBenchIT {

  @TempDir private Path directory;

  @Test
  void everyWayGivesEveryRunOfABatchBack() throws Exception {
    BatchPlan plan = new BatchPlan(List.of(new Shape(10, 10), new Shape(3, 100)), 0, 1, 5);

    BatchReport report = new BatchBench(plan, directory, line -> {}).measure();

    assertThat(report.shapes()).hasSize(2);
    assertThat(report.shapes())
        .allSatisfy(
            shape -> {
              assertThat(shape.ways()).hasSize(4);
              assertThat(shape.ways().get(0).ratio().median()).isEqualTo(1);
              assertThat(shape.ways())
                  .allSatisfy(
                      way -> {
                        assertThat(way.passes()).hasSize(1);
                        assertThat(way.peakMegabytes().most()).isPositive();
                        assertThat(way.allocatedMegabytes().least()).isPositive();
                        assertThat(way.readRatio().median()).isPositive();
                      });
            });
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/shapes/1/ways/3/millis/median").asDouble()).isPositive();
  }
}
