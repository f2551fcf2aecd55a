package dev.runmark.quickstart.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** TCP ports of this machine's loopback interface. */
public final class LoopbackPort {

  static final String HOST = "localhost";

  private LoopbackPort() {}

  /** A port that was free a moment ago. */
  public static int free() throws IOException {
    try (ServerSocket socket = bind(0)) {
      return socket.getLocalPort();
    }
  }

  public static boolean isFree(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getByName(HOST));
  }
}
