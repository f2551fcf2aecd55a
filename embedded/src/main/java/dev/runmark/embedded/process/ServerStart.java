package dev.runmark.embedded.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Properties;

/** How a server starts in the JVM that is its process; the constants of an enum. */
public interface ServerStart {

  /**
   * Starts the server.
   *
   * @param directory for all that it writes
   * @param settings as its process was given them
   * @param answer gets what clients need to know
   */
  AutoCloseable start(Path directory, Properties settings, Properties answer) throws IOException;
}
