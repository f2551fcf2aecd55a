package dev.runmark.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.quickstart.stage.WindowMode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every variant of every kind of fault, once: {@code mvn -Pproof verify}. What happened, and when,
 * is left in target/chaos-matrix.txt.
 */
@Tag("campaign")
class ChaosMatrixIT {

  private static final long SEED = Long.getLong("runmark.seed", 1);

  @Test
  void nothingIsLostOrDoubledWhateverIsDoneToTheSystem() throws Exception {
    Path directory = Path.of("target", "chaos-" + UUID.randomUUID()).toAbsolutePath();
    ChaosPlan plan =
        new ChaosPlan(
            SEED,
            Duration.ZERO,
            EnumSet.allOf(FaultKind.class),
            true,
            60,
            WindowMode.TRACE,
            "zstd");
    ChaosReport report;
    try (PrintWriter told =
        new PrintWriter(Files.newBufferedWriter(Path.of("target", "chaos-matrix.txt")))) {
      report = new Campaign(plan, directory, told).play();
      told.println(report);
      told.println(report.json());
    }

    assertThat(report.clean()).as(report::toString).isTrue();
    FileUtils.deleteDirectory(directory.toFile());
  }
}
