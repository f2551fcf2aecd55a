package dev.runmark.embedded;

import java.io.IOException;

/** The port that a server was told to listen on is taken, or not allowed to this user. */
public final class PortInUseException extends IOException {

  private static final long serialVersionUID = 1L;

  private final int port;

  PortInUseException(int port, IOException cause) {
    super("listening on port " + port + " of the loopback: " + cause.getMessage(), cause);
    this.port = port;
  }

  public int port() {
    return port;
  }
}
