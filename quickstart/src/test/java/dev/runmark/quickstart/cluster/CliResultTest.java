package dev.runmark.quickstart.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.Test;

class CliResultTest {

  @Test
  void findsTheJobThatWasSubmitted() throws Exception {
    String id = "0123456789abcdef0123456789abcdef";
    CliResult result =
        new CliResult(0, "Submitting\nJob has been submitted with JobID " + id + "\n");

    assertThat(result.jobId()).isEqualTo(JobID.fromHexString(id));
  }

  @Test
  void findsWhereTheSavepointLies() throws Exception {
    CliResult result = new CliResult(0, "Savepoint completed. Path: s3://b/savepoint-1-2\nmore");

    assertThat(result.savepoint()).isEqualTo("s3://b/savepoint-1-2");
  }

  @Test
  void aFailedCallTellsItsCodeAndOutput() {
    assertThatThrownBy(() -> new CliResult(1, "Could not find the job").jobId())
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("Could not find the job");
  }

  @Test
  void outputWithoutAJobIsAnError() {
    assertThatThrownBy(() -> new CliResult(0, "nothing here").jobId())
        .hasMessageContaining("no job id")
        .hasMessageContaining("nothing here");
  }
}
