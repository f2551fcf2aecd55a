package dev.runmark.bench.flink;

import dev.runmark.quickstart.cluster.FlinkHome;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.apache.flink.core.plugin.PluginManager;
import org.jspecify.annotations.Nullable;

/** Flink's two ways to S3, for checkpoints and for FileSink. One is in use at a time. */
public enum S3Plugin {
  NATIVE {
    @Override
    Path plugins() {
      return FlinkHome.locate().plugins();
    }
  },
  HADOOP {
    @Override
    Path plugins() {
      return Path.of(System.getProperty("runmark.bench.plugins", "plugins"));
    }
  };

  // Kept, so that a plugin's classes are loaded and compiled once and not in each pass.
  private @Nullable PluginManager manager;

  abstract Path plugins();

  /** Lets all of Flink in this JVM reach {@code s3://} through this plugin from now on. */
  synchronized void use(Configuration configuration) throws IOException {
    if (manager == null) {
      manager =
          new DefaultPluginManager(
              new DirectoryBasedPluginFinder(plugins()).findPlugins(),
              CoreOptions.getPluginParentFirstLoaderPatterns(configuration));
    }
    FileSystem.initialize(configuration, manager);
  }
}
