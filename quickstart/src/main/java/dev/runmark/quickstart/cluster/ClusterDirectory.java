package dev.runmark.quickstart.cluster;

import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;

/**
 * The folders of one cluster on disk. Everything a cluster writes lies here, so that ending it and
 * removing the directory leaves nothing behind.
 *
 * @param root an absolute directory
 */
public record ClusterDirectory(Path root) {

  private static final String CONFIGURATION = "config.yaml";
  private static final List<String> LOGGING =
      List.of("log4j.properties", "log4j-console.properties", "log4j-cli.properties");

  public ClusterDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * What {@code FLINK_CONF_DIR} names: {@code config.yaml} as the processes read it, and their
   * logging.
   */
  public Path conf() {
    return root.resolve("conf");
  }

  /**
   * Of each process {@code <name>.log}, by its logging, and {@code <name>.out}, its standard output
   * and error.
   */
  public Path logs() {
    return root.resolve("logs");
  }

  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  public Path savepoints() {
    return root.resolve("savepoints");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  Path pids() {
    return root.resolve("pids");
  }

  /** True if a cluster was configured here, running or not. */
  public boolean isConfigured() {
    return Files.exists(conf().resolve(CONFIGURATION));
  }

  /** The configuration as {@link #configure} left it. */
  Configuration configuration() {
    return GlobalConfiguration.loadConfiguration(conf().toString());
  }

  /**
   * Makes the folders and writes the configuration: the shipped one, over it what belongs to this
   * directory and its free ports, over that the given keys.
   *
   * @throws IllegalStateException when a cluster runs here
   */
  Configuration configure(Map<String, String> overrides) throws IOException {
    for (Path folder : List.of(conf(), logs(), temporary(), pids(), checkpoints(), savepoints())) {
      Files.createDirectories(folder);
    }
    RunningElsewhere.refuse(this);
    for (String file : LOGGING) {
      Files.write(conf().resolve(file), shipped(file));
    }
    Files.write(conf().resolve(CONFIGURATION), shipped(CONFIGURATION));
    Configuration configuration = configuration();
    configuration.set(CoreOptions.TMP_DIRS, temporary().toString());
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints().toUri().toString());
    configuration.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, savepoints().toUri().toString());
    configuration.set(JobManagerOptions.PORT, Ports.free(0));
    configuration.set(RestOptions.PORT, Ports.free(0));
    overrides.forEach(configuration::setString);
    configuration.set(RestOptions.BIND_PORT, configuration.get(RestOptions.PORT).toString());
    // The keys may hold credentials of a file system.
    Files.setPosixFilePermissions(
        conf().resolve(CONFIGURATION), PosixFilePermissions.fromString("rw-------"));
    Files.write(
        conf().resolve(CONFIGURATION),
        ConfigurationUtils.convertConfigToWritableLines(configuration, true));
    return configuration;
  }

  private static byte[] shipped(String file) throws IOException {
    String resource = "/flink-conf/" + file;
    try (InputStream in = ClusterDirectory.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(
            "Flink configuration " + resource + ": not on the class path");
      }
      return in.readAllBytes();
    }
  }
}
