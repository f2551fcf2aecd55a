package dev.runmark.embedded.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How another JVM is started that has this one's classes. */
public final class JavaCommand {

  private JavaCommand() {}

  /**
   * The command and its arguments.
   *
   * @param heap MiB that it may have at most
   * @param directory for its log and temporary files
   */
  public static List<String> of(Class<?> main, int heap, Path directory, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap + "m");
    command.add("-Djava.io.tmpdir=" + directory);
    command.add("-Dlog.file=" + directory.resolve("server.log"));
    String logging = System.getProperty("log4j.configurationFile");
    if (logging != null) {
      command.add("-Dlog4j.configurationFile=" + logging);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }
}
