package dev.runmark.bench.post;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That all runs of a request come back, far too few to say how long it takes. */
class PostBenchIT {

  @TempDir private Path directory;

  @Test
  void everyRunOfARequestIsTakenAndSeen() throws Exception {
    PostPlan plan =
        new PostPlan(
            List.of(new Shape(20, 1)), List.of(Gathering.NONE, Gathering.TRACE), 500, 0, 1);

    PostReport report = new PostBench(plan, directory, line -> {}).measure();

    assertThat(report.shapes())
        .extracting(ShapeResult::gathering)
        .containsExactly(Gathering.NONE, Gathering.TRACE);
    assertThat(report.shapes())
        .allSatisfy(
            shape -> {
              assertThat(shape.bytes()).isBetween(40_000L, 120_000L);
              assertThat(shape.created().median()).isPositive();
              assertThat(shape.visible().median()).isPositive();
              assertThat(shape.createdToFloor().median()).isPositive();
            });

    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/machine/cores").asInt()).isPositive();
    assertThat(json.at("/shapes/0/visible/median").asDouble()).isPositive();
  }
}
