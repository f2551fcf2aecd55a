package dev.runmark.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback interface, on which every embedded server listens. */
public final class Ports {

  private Ports() {}

  /**
   * The port to listen on: the wanted one, or any free one for 0. A server binds it a moment later,
   * so another process may still take it in between.
   *
   * @throws PortInUseException if the wanted one is taken
   */
  public static int free(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers bind: a connection of theirs in TIME_WAIT does not make the port taken.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (java.net.BindException e) {
      throw new PortInUseException(wanted, e);
    }
  }
}
