package dev.runmark.quickstart.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code flink run} gets to submit a job.
 *
 * @param jar of the job, its manifest naming the main class
 * @param arguments of the job's main
 * @param parallelism of the job, or 0 for the cluster's default
 * @param restoreFrom the path of a savepoint or retained checkpoint, or null to start without state
 * @param configuration Flink's keys for this job alone
 */
public record JobSubmission(
    Path jar,
    List<String> arguments,
    int parallelism,
    @Nullable String restoreFrom,
    Map<String, String> configuration) {

  public JobSubmission {
    jar = jar.toAbsolutePath();
    arguments = List.copyOf(arguments);
    configuration = Map.copyOf(configuration);
    if (parallelism < 0) {
      throw new IllegalArgumentException("parallelism " + parallelism + ": wanted 0 or more");
    }
  }

  public static JobSubmission of(Path jar, String... arguments) {
    return new JobSubmission(jar, List.of(arguments), 0, null, Map.of());
  }

  public JobSubmission withJar(Path other) {
    return new JobSubmission(other, arguments, parallelism, restoreFrom, configuration);
  }

  public JobSubmission withParallelism(int tasks) {
    return new JobSubmission(jar, arguments, tasks, restoreFrom, configuration);
  }

  public JobSubmission restoredFrom(String path) {
    return new JobSubmission(jar, arguments, parallelism, path, configuration);
  }

  public JobSubmission with(String key, String value) {
    Map<String, String> keys = new HashMap<>(configuration);
    keys.put(key, value);
    return new JobSubmission(jar, arguments, parallelism, restoreFrom, keys);
  }

  List<String> commandLine() {
    List<String> line = new ArrayList<>(List.of("run", "-d"));
    if (restoreFrom != null) {
      line.addAll(List.of("-s", restoreFrom));
    }
    if (parallelism > 0) {
      line.addAll(List.of("-p", Integer.toString(parallelism)));
    }
    new TreeMap<>(configuration).forEach((key, value) -> line.add("-D" + key + "=" + value));
    line.add(jar.toString());
    line.addAll(arguments);
    return line;
  }
}
