package dev.runmark.quickstart.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * The command lines of Flink's processes: what the shell scripts of a Flink distribution compute,
 * memory sizes included. A TaskManager refuses to start unless every part of its memory is spelt
 * out.
 */
final class FlinkJvm {

  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String ZOO_KEEPER =
      "org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer";
  private static final String CLI = "org.apache.flink.client.cli.CliFrontend";

  private final FlinkHome home;
  private final ClusterDirectory directory;
  private final Configuration configuration;

  FlinkJvm(FlinkHome home, ClusterDirectory directory, Configuration configuration) {
    this.home = home;
    this.directory = directory;
    this.configuration = configuration;
  }

  List<String> jobManager(String name) {
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(configuration);
    List<String> command = java(name, "log4j.properties");
    command.addAll(words(JobManagerProcessUtils.generateJvmParametersStr(memory, configuration)));
    command.addAll(jvmOptions(CoreOptions.FLINK_JM_JVM_OPTIONS));
    command.addAll(List.of(JOB_MANAGER, "--configDir", directory.conf().toString()));
    command.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    return command;
  }

  /**
   * @param own keys of this one TaskManager
   */
  List<String> taskManager(String name, Map<String, String> own) {
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(configuration);
    List<String> command = java(name, "log4j.properties");
    command.addAll(words(ProcessMemoryUtils.generateJvmParametersStr(memory)));
    command.addAll(jvmOptions(CoreOptions.FLINK_TM_JVM_OPTIONS));
    command.addAll(List.of(TASK_MANAGER, "--configDir", directory.conf().toString()));
    command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    own.forEach((key, value) -> command.addAll(List.of("-D", key + "=" + value)));
    return command;
  }

  List<String> zooKeeper(String name, String file) {
    List<String> command = java(name, "log4j.properties");
    command.addAll(List.of("-Xmx128m", ZOO_KEEPER));
    command.addAll(
        List.of("--zkConfigFile", directory.conf().resolve(file).toString(), "--peerId", "1"));
    return command;
  }

  List<String> cli(List<String> arguments) {
    List<String> command = java("cli", "log4j-cli.properties");
    command.add("-Xmx512m");
    command.addAll(jvmOptions(CoreOptions.FLINK_CLI_JVM_OPTIONS));
    command.add(CLI);
    command.addAll(arguments);
    return command;
  }

  Map<String, String> environment() {
    return Map.of(
        "FLINK_CONF_DIR", directory.conf().toString(),
        "FLINK_PLUGINS_DIR", home.plugins().toString(),
        "FLINK_LIB_DIR", home.directory().resolve("lib").toString());
  }

  private List<String> java(String name, String logging) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ArrayList<>(
        List.of(
            java.toString(),
            "-cp",
            home.classPath(),
            "-Djava.io.tmpdir=" + directory.temporary(),
            "-Dlog.file=" + directory.logs().resolve(name + ".log"),
            "-Dlog4j.configurationFile=" + directory.conf().resolve(logging).toUri()));
  }

  private List<String> jvmOptions(ConfigOption<String> ofRole) {
    List<String> options = new ArrayList<>(words(configuration.get(CoreOptions.FLINK_JVM_OPTIONS)));
    options.addAll(words(configuration.get(ofRole)));
    return options;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
  }
}
