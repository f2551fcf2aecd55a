package dev.runmark.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.bench.measure.JsonFile;
import dev.runmark.storage.part.Compression;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the benchmark runs and verifies, on a topic far too small to say how fast anything is. */
class IngestBenchIT {

  @TempDir private Path directory;

  @Test
  void everyPipelineMovesTheWholeTopic() throws Exception {
    IngestPlan plan =
        new IngestPlan(
            List.of(2),
            4,
            List.of(Compression.ZSTD),
            List.of(Window.values()),
            List.of(Peer.values()),
            List.of(S3Plugin.values()),
            List.of(2),
            0,
            1);

    Report report = new IngestBench(plan, directory, line -> {}).measure();

    SizeResult size = report.sizes().get(0);
    assertThat(size.baseline()).startsWith("FileSink, ");
    assertThat(size.ratios().get("Runmark, zstd").median()).isPositive();
    assertThat(run(size, "FileSink, native").storedBytes())
        .isEqualTo(size.bytes() + size.records());
    assertThat(run(size, "FileSink, hadoop").storedBytes())
        .isEqualTo(size.bytes() + size.records());
    assertThat(run(size, "Runmark, zstd").storedBytes()).isBetween(1L, size.bytes());
    assertThat(run(size, "Runmark, zstd").cpuSeconds()).containsKeys("flink", "kafka", "s3");

    assertPeersStored(size);

    assertThat(run(size, "Runmark, zstd").longestWaitSeconds()).isPositive();
    assertThat(run(size, "FileSink, native").longestWaitSeconds()).isNull();

    Run window = run(size, "Runmark, zstd, window");
    assertThat(window.storedBytes()).isBetween(1L, size.bytes());
    assertThat(window.checkpoints().completed()).isPositive();
    assertThat(window.checkpoints().largestMegabytes()).isPositive();

    assertJsonHolds(report);
  }

  private void assertJsonHolds(Report report) throws IOException {
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/machine/cores").asInt()).isPositive();
    assertThat(json.at("/software/postgresSettings").asText()).contains("fsync on");
    assertThat(json.at("/sizes/0/ratios/Runmark, zstd/median").asDouble()).isPositive();
    assertThat(json.at("/sizes/0/toPeers/Paimon/ratios/Runmark, zstd/median").asDouble())
        .isPositive();
  }

  private static void assertPeersStored(SizeResult size) {
    // The same files, and as many rows; the ceiling stores nothing.
    assertThat(run(size, "FileSink + JDBC").storedBytes()).isEqualTo(size.bytes() + size.records());
    assertThat(run(size, "FileSink + JDBC").cpuSeconds()).containsKey("postgres");
    assertThat(run(size, "Paimon").storedBytes()).isBetween(1L, size.bytes());
    assertThat(run(size, "source alone").storedBytes()).isZero();
    assertThat(size.toPeers())
        .containsOnlyKeys(size.baseline(), "source alone", "FileSink + JDBC", "Paimon");
  }

  private static Run run(SizeResult size, String pipeline) {
    return size.pipelines().stream()
        .filter(one -> one.pipeline().equals(pipeline))
        .findFirst()
        .orElseThrow()
        .runs()
        .get(0);
  }
}
