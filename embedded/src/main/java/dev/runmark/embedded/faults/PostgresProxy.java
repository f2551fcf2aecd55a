package dev.runmark.embedded.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between PostgreSQL clients and their server and breaks one connection at a chosen
 * statement: at COMMIT, say, before or after the server has seen it. It reads protocol 3 in clear
 * text, the server offering no TLS; what carries no fault passes through, cancel requests too.
 *
 * <p>One fault at a time: {@link #arm} it, and the first connection of any client that comes to its
 * statement meets it. {@link #fired()} tells when its effect is complete; afterwards, and on all
 * other connections, everything passes again. {@link #close} ends all connections. Thread-safe.
 */
public final class PostgresProxy implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresProxy.class);

  private final String host;
  private final int serverPort;
  private final ServerSocket listener;
  private final ArmedFault fault = new ArmedFault();
  private final Set<ProxiedSession> sessions = ConcurrentHashMap.newKeySet();

  private PostgresProxy(String host, int serverPort, ServerSocket listener) {
    this.host = host;
    this.serverPort = serverPort;
    this.listener = listener;
  }

  /** Listens on a free port of the loopback interface, in front of the server at host and port. */
  public static PostgresProxy start(String host, int port) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    PostgresProxy proxy = new PostgresProxy(host, port, listener);
    daemon(proxy::accept);
    return proxy;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Replaces whatever was armed before. */
  public void arm(Fault next) {
    fault.arm(next);
  }

  /** A fault that has not yet met its statement never will. */
  public void disarm() {
    fault.disarm();
  }

  /**
   * Whether the effect of the fault last armed is complete: the connection cut or frozen, and with
   * {@link Effect#CUT_AT}, {@link Effect#CUT_AFTER} and {@link Effect#BLACKHOLE_AFTER} the
   * statement carried out by the server.
   */
  public boolean fired() {
    return fault.fired();
  }

  /** How often clients waited for the answers to one or several statements, pings left out. */
  public int roundTrips() {
    return fault.roundTrips();
  }

  /** Lets frozen connections go on from where they stopped. */
  public void release() {
    sessions.forEach(ProxiedSession::release);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    sessions.forEach(ProxiedSession::close);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        daemon(() -> serve(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          LOG.warn("accepting on port {}: {}", port(), e.toString());
        }
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(host, serverPort);
        ProxiedSession session = new ProxiedSession(client, server, fault)) {
      sessions.add(session);
      try {
        if (!listener.isClosed()) {
          session.run();
        }
      } finally {
        sessions.remove(session);
      }
    } catch (IOException e) {
      LOG.debug("a connection to {}:{} could not be made: {}", host, serverPort, e.toString());
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "postgres-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
