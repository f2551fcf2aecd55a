package dev.runmark.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.measure.JsonFile;
import dev.runmark.storage.part.Compression;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That every way reads every byte, far too seldom to say how long it takes. */
class ReadBenchIT {

  @TempDir private Path directory;

  @Test
  void everyWayReadsWhatWasStored() throws Exception {
    ReadPlan plan =
        new ReadPlan(
            List.of(100), List.of(2), List.of(Compression.NONE, Compression.ZSTD), 100, 0, 1);

    ReadReport report = new ReadBench(plan, directory, line -> {}).measure();

    assertThat(report.cells())
        .extracting(CellResult::compression)
        .containsExactly(Compression.NONE, Compression.ZSTD);
    assertThat(report.cells())
        .allSatisfy(
            cell -> {
              assertThat(cell.ways())
                  .extracting(CellResult.WayResult::way)
                  .containsExactly("floor", "library", "library, cache", "HTTP", "HTTP, cache");
              assertThat(cell.documentBytes()).isBetween(80_000L, 130_000L);
              assertThat(cell.ways())
                  .allSatisfy(way -> assertThat(way.p50Ratio().median()).isPositive());
            });

    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/machine/cores").asInt()).isPositive();
    assertThat(json.at("/cells/0/ways/1/p99Ratio/median").asDouble()).isPositive();
  }
}
