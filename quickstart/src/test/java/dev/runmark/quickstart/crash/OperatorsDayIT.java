package dev.runmark.quickstart.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.watch.Exported;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What docs/how-to/operate.md tells to do, done while runs keep coming, and audited. A campaign:
 * CONTRIBUTING has its command. What happened, and when, is left in target/operators-day.txt.
 */
@Tag("campaign")
class OperatorsDayIT {

  @Test
  void nothingIsLostOrDoubledWhateverIsDoneToTheJob() throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "day-").toAbsolutePath();
    try (Surroundings surroundings = Surroundings.start(directory);
        FlinkCluster cluster =
            FlinkCluster.start(
                Exported.reported(surroundings.cluster())
                    .withTaskManagers(3)
                    .withHighAvailability()
                    .with("jobmanager.scheduler", "adaptive"))) {
      OperatorsDay day = new OperatorsDay(surroundings, cluster);
      day.play();
      Files.writeString(Path.of("target", "operators-day.txt"), day.played().told());

      CheckReport report = day.played().report();
      assertThat(report.clean()).as(day.played()::told).isTrue();
      assertThat(report.totals().sent()).as(day.played()::told).isGreaterThan(0);
      assertThat(day.scraped())
          .as(day.played()::told)
          .contains("flink_taskmanager_job_task_operator_rowsCommitted")
          .contains("flink_taskmanager_job_task_operator_cause_retries")
          .contains("operator_name=\"runs:_write_parts:_Committer\"");
      assertThat(day.refusal())
          .as(day.played()::told)
          .contains("start without state")
          .contains(day.topic());
    }
    FileUtils.deleteDirectory(directory.toFile());
  }
}
