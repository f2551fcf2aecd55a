package dev.runmark.bench.recovery;

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

/** That rows move again after each kill and that every run is there in the end. */
@Tag("campaign")
class RecoveryBenchIT {

  @Test
  void newRunsAreVisibleAfterEachKillAndNoneIsLost() throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "recovery-").toAbsolutePath();
    RecoveryPlan plan = new RecoveryPlan(List.of(Heartbeat.SHORT), 2, 2, 50, 1);

    RecoveryReport report = new RecoveryBench(plan, directory, System.err::println).measure();

    RecoveryResult result = report.results().get(0);
    assertThat(result.kills()).hasSize(2);
    assertThat(result.kills())
        .allSatisfy(
            kill -> {
              assertThat(kill.noticed()).isPositive();
              assertThat(kill.running()).isGreaterThan(kill.noticed());
              assertThat(kill.visible()).isGreaterThan(kill.noticed());
            });
    Path file = directory.resolve("report.json");
    JsonFile.write(file, report);
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.at("/results/0/visible/most").asDouble()).isPositive();
    FileUtils.deleteDirectory(directory.toFile());
  }
}
