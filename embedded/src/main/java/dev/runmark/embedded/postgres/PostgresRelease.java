package dev.runmark.embedded.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;

/**
 * A release of PostgreSQL, and what differs from one to another in the making of a cluster.
 *
 * @param version as its archive is numbered: {@code 18.6.0}
 */
record PostgresRelease(String version) {

  private static final String TOLD = "release.properties";
  private static final int FIRST_WITH_BUILTIN_LOCALES = 17;

  /** The one whose archive is on the class path, as the build that put it there has told. */
  static PostgresRelease bundled() throws IOException {
    try (InputStream told = PostgresRelease.class.getResourceAsStream(TOLD)) {
      Properties properties = new Properties();
      if (told != null) {
        properties.load(told);
      }
      return new PostgresRelease(properties.getProperty("version", ""));
    }
  }

  PostgresRelease {
    if (!version.matches("\\d+(\\.\\d+)*")) {
      throw new IllegalArgumentException(
          "PostgreSQL release '" + version + "' in " + TOLD + ": wanted numbers, such as 18.6.0");
    }
  }

  int major() {
    return Integer.parseInt(version.split("\\.", 2)[0]);
  }

  /**
   * What initdb is told: texts in the order of their bytes, whatever this machine has installed.
   */
  List<String> localeOptions() {
    return major() < FIRST_WITH_BUILTIN_LOCALES
        ? List.of("--locale=C")
        : List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  }
}
