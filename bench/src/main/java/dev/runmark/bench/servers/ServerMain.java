package dev.runmark.bench.servers;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * One server in a process of its own, so that its CPU can be told from the others'.
 *
 * <p>Arguments: the kind and its directory. It writes what clients need to {@link #ANSWER}, says
 * {@link #READY}, and ends when its standard input does: with its parent at the latest.
 */
public final class ServerMain {

  static final String ANSWER = "answer.properties";
  static final String READY = "server is ready";

  private ServerMain() {}

  public static void main(String[] arguments) throws Exception {
    ServerKind kind = ServerKind.valueOf(arguments[0]);
    Path directory = Path.of(arguments[1]);
    Properties answer = new Properties();
    AutoCloseable server = kind.start(directory, answer);
    try (OutputStream out = Files.newOutputStream(directory.resolve(ANSWER))) {
      answer.store(out, null);
    }
    System.out.println(READY);
    System.in.transferTo(OutputStream.nullOutputStream());
    server.close();
    System.exit(0);
  }
}
