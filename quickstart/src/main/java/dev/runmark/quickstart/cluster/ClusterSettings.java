package dev.runmark.quickstart.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a cluster is started with.
 *
 * @param directory holds conf, logs, tmp, pids, checkpoints and savepoints; made when absent
 * @param taskManagers how many TaskManagers are started at first
 * @param highlyAvailable with a ZooKeeper, so that jobs survive their JobManager
 * @param configuration Flink's keys, over those of {@code flink-conf/config.yaml}
 * @param environment variables of JobManager and TaskManagers, added to those of this process;
 *     where {@code env:} references to secrets are resolved
 */
public record ClusterSettings(
    Path directory,
    int taskManagers,
    boolean highlyAvailable,
    Map<String, String> configuration,
    Map<String, String> environment) {

  public ClusterSettings {
    directory = directory.toAbsolutePath().normalize();
    configuration = Map.copyOf(configuration);
    environment = Map.copyOf(environment);
    if (taskManagers < 0) {
      throw new IllegalArgumentException("taskManagers " + taskManagers + ": wanted 0 or more");
    }
  }

  /** One TaskManager, and the configuration as the repository has it. */
  public static ClusterSettings in(Path directory) {
    return new ClusterSettings(directory, 1, false, Map.of(), Map.of());
  }

  public ClusterSettings withTaskManagers(int count) {
    return new ClusterSettings(directory, count, highlyAvailable, configuration, environment);
  }

  public ClusterSettings withHighAvailability() {
    return new ClusterSettings(directory, taskManagers, true, configuration, environment);
  }

  public ClusterSettings with(String key, String value) {
    return new ClusterSettings(
        directory, taskManagers, highlyAvailable, added(configuration, key, value), environment);
  }

  public ClusterSettings withEnvironment(String name, String value) {
    return new ClusterSettings(
        directory, taskManagers, highlyAvailable, configuration, added(environment, name, value));
  }

  /** Names without values: an environment carries secrets. */
  @Override
  public String toString() {
    return "ClusterSettings[directory="
        + directory
        + ", taskManagers="
        + taskManagers
        + ", configuration="
        + configuration.keySet()
        + ", environment="
        + environment.keySet()
        + "]";
  }

  private static Map<String, String> added(Map<String, String> map, String key, String value) {
    Map<String, String> result = new HashMap<>(map);
    result.put(key, value);
    return result;
  }
}
