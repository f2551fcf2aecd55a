package dev.runmark.quickstart.local;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one file that everything in this JVM logs to. */
public final class LogFile {

  private static final String CONFIGURATION = "/quickstart-log4j2.properties";

  private LogFile() {}

  /** To be called before anything logs: the first logger decides where all of them write. */
  public static void to(Path file) throws IOException {
    URL configuration = LogFile.class.getResource(CONFIGURATION);
    if (configuration == null) {
      throw new IllegalStateException(CONFIGURATION + ": not on the class path");
    }
    Files.createDirectories(file.getParent());
    System.setProperty("quickstart.log", file.toString());
    System.setProperty("log4j.configurationFile", configuration.toString());
  }
}
