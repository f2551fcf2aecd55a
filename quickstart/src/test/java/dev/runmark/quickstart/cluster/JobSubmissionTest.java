package dev.runmark.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JobSubmissionTest {

  @Test
  void optionsStandBeforeTheJarAndArgumentsAfterIt() {
    JobSubmission submission =
        JobSubmission.of(Path.of("/jars/job.jar"), "--config", "-p")
            .restoredFrom("s3://b/chk-7")
            .withParallelism(3)
            .with("b", "2")
            .with("a", "1 s");

    assertThat(submission.commandLine())
        .containsExactly(
            "run",
            "-d",
            "-s",
            "s3://b/chk-7",
            "-p",
            "3",
            "-Da=1 s",
            "-Db=2",
            "/jars/job.jar",
            "--config",
            "-p");
  }

  @Test
  void aFreshStartNamesNoStateAndNoParallelism() {
    assertThat(JobSubmission.of(Path.of("/job.jar")).commandLine())
        .containsExactly("run", "-d", "/job.jar");
  }
}
