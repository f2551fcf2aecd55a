package dev.runmark.quickstart.cluster;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;

/**
 * How a call of the Flink CLI ended.
 *
 * @param exitCode 0 when it did what it was asked
 * @param output standard output and error, as they came
 */
public record CliResult(int exitCode, String output) {

  private static final Pattern JOB = Pattern.compile("JobID ([0-9a-f]{32})");
  private static final Pattern SAVEPOINT = Pattern.compile("Savepoint completed\\. Path: (\\S+)");

  /** This result, if the exit code is 0. */
  public CliResult orThrow() throws IOException {
    if (exitCode != 0) {
      throw new IOException("Flink CLI: exit code " + exitCode + "\n" + output);
    }
    return this;
  }

  /** The id of the job that {@code run} submitted. */
  public JobID jobId() throws IOException {
    return JobID.fromHexString(find(JOB, "job id"));
  }

  /** Where {@code stop} or {@code savepoint} put the savepoint; what {@code run -s} takes. */
  public String savepoint() throws IOException {
    return find(SAVEPOINT, "savepoint path");
  }

  private String find(Pattern pattern, String what) throws IOException {
    Matcher matcher = pattern.matcher(orThrow().output());
    if (!matcher.find()) {
      throw new IOException("Flink CLI: no " + what + " in its output\n" + output);
    }
    return matcher.group(1);
  }
}
