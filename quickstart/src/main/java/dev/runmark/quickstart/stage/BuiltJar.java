package dev.runmark.quickstart.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A shaded jar of the build: named by a system property, as the tests do, or found below {@code
 * runmark.home}, which the launcher sets.
 */
enum BuiltJar {
  JOB("job", "runmark.job.jar", "runmark-job-"),
  API("reader", "runmark.api.jar", "runmark-api-");

  private final String module;
  private final String property;
  private final String prefix;

  BuiltJar(String module, String property, String prefix) {
    this.module = module;
    this.property = property;
    this.prefix = prefix;
  }

  /**
   * @throws IllegalStateException when it is not there
   */
  Path locate() throws IOException {
    String named = System.getProperty(property);
    Path home = Path.of(System.getProperty("runmark.home", ""), module, "target");
    for (Path jar : named == null ? below(home) : List.of(Path.of(named))) {
      if (Files.isRegularFile(jar)) {
        return jar.toAbsolutePath();
      }
    }
    throw new IllegalStateException(
        "%s jar %s: there is none; build it by: mvn package -pl %s -am"
            .formatted(module, named == null ? home.resolve(prefix + "*.jar") : named, module));
  }

  private List<Path> below(Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + ".*[0-9T]\\.jar"))
          .toList();
    }
  }
}
