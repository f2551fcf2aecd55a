package dev.runmark.reader;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends what no library would. */
final class RawClient {

  private static final int PATIENCE = 60_000;

  private RawClient() {}

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE);
    return socket;
  }

  /** Sends the bytes, ends its side, and gives all that comes back. */
  static String send(int port, String request) throws IOException {
    try (Socket socket = connect(port)) {
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
      } catch (SocketException closedAlready) {
        // What it said before is read below.
      }
      return rest(socket.getInputStream());
    }
  }

  /** Until the server ends the connection, one way or the other. */
  static String rest(InputStream in) throws IOException {
    StringBuilder answer = new StringBuilder();
    try {
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.append((char) next);
      }
    } catch (SocketException reset) {
      answer.append("[reset]");
    }
    return answer.toString();
  }

  static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }
}
