package dev.runmark.embedded.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * One server in a process of its own, so that its CPU can be told from the others', and so that it
 * can be killed.
 *
 * <p>Arguments: an enum of {@link ServerStart}, its constant, a directory. It reads {@link
 * #SETTINGS}, writes what clients need to {@link #ANSWER}, says {@link #READY}, and ends when its
 * standard input does: with its parent at the latest.
 */
public final class ServerMain {

  static final String SETTINGS = "settings.properties";
  static final String ANSWER = "answer.properties";
  static final String READY = "server is ready";

  private ServerMain() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[2]);
    Properties settings = new Properties();
    try (InputStream in = Files.newInputStream(directory.resolve(SETTINGS))) {
      settings.load(in);
    }
    Properties answer = new Properties();
    AutoCloseable server = find(arguments[0], arguments[1]).start(directory, settings, answer);
    try (OutputStream out = Files.newOutputStream(directory.resolve(ANSWER))) {
      answer.store(out, null);
    }
    System.out.println(READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    server.close();
    System.exit(0);
  }

  private static ServerStart find(String kinds, String name) throws ClassNotFoundException {
    for (Object kind : Class.forName(kinds).getEnumConstants()) {
      if (kind instanceof ServerStart start && kind.toString().equals(name)) {
        return start;
      }
    }
    throw new IllegalArgumentException("server " + name + ": " + kinds + " has none of that name");
  }
}
