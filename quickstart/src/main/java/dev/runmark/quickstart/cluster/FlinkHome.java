package dev.runmark.quickstart.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;

/**
 * The assembly of Flink's jars that the build makes (module {@code quickstart/flink}): {@code lib/}
 * is the class path of every Flink process, {@code plugins/} what {@code FLINK_PLUGINS_DIR} names.
 *
 * @param directory the absolute directory of the assembly
 */
public record FlinkHome(Path directory) {

  private static final String PROPERTY = "runmark.flink.home";

  public FlinkHome {
    directory = directory.toAbsolutePath();
    if (!Files.isDirectory(directory.resolve("lib"))) {
      throw new IllegalArgumentException(
          "Flink home " + directory + ": it has no lib directory; build it by: mvn package");
    }
  }

  /**
   * The assembly that the system property {@code runmark.flink.home} names; launcher and build set
   * it.
   */
  public static FlinkHome locate() {
    String directory = System.getProperty(PROPERTY);
    if (directory == null) {
      throw new IllegalStateException(
          "Flink home: the system property " + PROPERTY + " is not set");
    }
    return new FlinkHome(Path.of(directory));
  }

  /** Where Flink looks for plugins, one folder each; the S3 file system is one of them. */
  public Path plugins() {
    return directory.resolve("plugins");
  }

  /**
   * Lets Flink inside this JVM, such as a mini cluster, read and write through the file systems of
   * the plugins. A cluster's processes do it by themselves at their start.
   *
   * @param configuration with the file systems' keys, such as {@code s3.endpoint}
   */
  public void loadFileSystems(Configuration configuration) throws IOException {
    FileSystem.initialize(
        configuration,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(plugins()).findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(configuration)));
  }

  String classPath() {
    return directory.resolve("lib") + "/*";
  }
}
