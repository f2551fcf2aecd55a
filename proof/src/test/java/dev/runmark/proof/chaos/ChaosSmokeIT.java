package dev.runmark.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.quickstart.stage.WindowMode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Test;

/**
 * A campaign as short as one can be, of the job without windows, and that it finds what is spoilt.
 * What it wrote stays below target/ when it fails.
 */
class ChaosSmokeIT {

  private static final Set<FaultKind> KINDS =
      EnumSet.of(
          FaultKind.TASKMANAGER_KILL,
          FaultKind.API_KILL,
          FaultKind.POSTGRES_CUT,
          FaultKind.S3_FAULT,
          FaultKind.KAFKA_CUT,
          FaultKind.SAVEPOINT);

  /** One by which the TaskManagers are killed before a COMMIT, and a single PUT fails. */
  private static final long SEED = 10_762;

  @Test
  void nothingIsLostOrDoubledAndARowTakenAwayOrTooManyIsFound() throws Exception {
    Path directory = Path.of("target", "chaos-" + UUID.randomUUID()).toAbsolutePath();
    ChaosPlan plan = new ChaosPlan(SEED, Duration.ZERO, KINDS, false, 60, WindowMode.NONE, "zstd");
    List<ChaosReport> before = new ArrayList<>();

    ChaosReport spoilt =
        new Campaign(plan, directory, new PrintWriter(System.err, true))
            .play(
                (scene, intruder, clean) -> {
                  before.add(clean);
                  intruder.intrude();
                  scene.ledger().deleteARow();
                });

    assertThat(before).hasSize(1);
    ChaosReport report = before.get(0);
    assertThat(report.clean()).as(report::toString).isTrue();
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.path("runs").asLong()).as(report::toString).isGreaterThan(1_000);
    for (FaultKind kind : KINDS) {
      assertThat(json.path("faults").path(kind.toString()).asInt())
          .as(kind.toString())
          .isPositive();
    }
    assertThat(json.path("recovery").path("worst").asDouble()).isPositive();

    assertThat(spoilt.clean()).as(spoilt::toString).isFalse();
    assertThat(spoilt.toString())
        .contains("VIOLATED A1: 2 of")
        .contains("but it was never sent")
        .contains("but it has no row");
    assertThat(Files.exists(directory)).isTrue();
    FileUtils.deleteDirectory(directory.toFile());
  }
}
