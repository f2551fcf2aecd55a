package dev.runmark.embedded.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection through the proxy. Two threads carry it, one each way; the client's
 * decides at which statement the fault strikes, the server's knows when the reply is complete.
 *
 * <p>Replies are told apart by counting: the server sends one ReadyForQuery for the start of the
 * session and one for each Query, Sync and FunctionCall.
 */
final class ProxiedSession implements AutoCloseable {

  private static final int CANCEL_REQUEST = 80877102;
  private static final int SSL_REQUEST = 80877103;
  private static final int GSS_REQUEST = 80877104;

  /** The reply that a fault concerns: the how-many-eth of the session. */
  private record StruckReply(Effect effect, long ordinal) {}

  private final Socket client;
  private final Socket server;
  private final ArmedFault fault;
  private final SpokenStatements statements = new SpokenStatements();
  private volatile CountDownLatch frozen = new CountDownLatch(0);
  private volatile @Nullable StruckReply struck;
  private volatile boolean silent;
  // What names the next statement waits for its Execute: stopped before it, a server that was idle
  // in
  // its transaction must still be idle, or its timeout for that would not count.
  private final List<Message> held = new ArrayList<>();
  private boolean freezeInCopy;
  private boolean spoken;
  private long repliesAskedFor = 1;

  ProxiedSession(Socket client, Socket server, ArmedFault fault) throws IOException {
    this.client = client;
    this.server = server;
    this.fault = fault;
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
  }

  /** Carries the connection until either side, or the fault, ends it. */
  void run() {
    try (this) {
      DataInputStream fromClient = reader(client);
      DataInputStream fromServer = reader(server);
      int code = startUp(fromClient, fromServer);
      if (code == CANCEL_REQUEST) {
        // The server says nothing to it; its closing tells the client that it was taken.
        fromServer.transferTo(client.getOutputStream());
        return;
      }
      Thread replies = new Thread(() -> carryReplies(fromServer), "postgres-proxy-replies");
      replies.setDaemon(true);
      replies.start();
      carryRequests(fromClient);
    } catch (IOException eitherSideLeft) {
      // Nothing to tell anyone: the closing of both sockets says it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void release() {
    frozen.countDown();
  }

  @Override
  public void close() {
    release();
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.close();
      } catch (IOException alreadyBroken) {
        // As good as closed.
      }
    }
  }

  private int startUp(DataInputStream fromClient, DataInputStream fromServer) throws IOException {
    while (true) {
      Message message = Message.readStartup(fromClient);
      server.getOutputStream().write(message.bytes());
      int code = message.startupCode();
      if (code != SSL_REQUEST && code != GSS_REQUEST) {
        return code;
      }
      client.getOutputStream().write(fromServer.readByte());
    }
  }

  private void carryRequests(DataInputStream fromClient) throws IOException, InterruptedException {
    OutputStream toServer = server.getOutputStream();
    while (true) {
      Message message = Message.read(fromClient);
      if (silent) {
        continue;
      }
      held.add(message);
      if (message.preparesExecution()) {
        statements.hear(message);
        continue;
      }
      String sql = statements.executedBy(message);
      spoken |= sql != null && !sql.isBlank();
      Effect effect = sql == null ? null : fault.take(sql);
      if (effect == Effect.CUT_BEFORE) {
        fault.fire();
        return;
      }
      if (effect != null) {
        prepare(effect);
      }
      if (message.asksForReadiness()) {
        repliesAskedFor++;
        if (spoken) {
          fault.roundTrip();
        }
        spoken = false;
      }
      for (Message next : held) {
        forward(next, toServer);
      }
      held.clear();
    }
  }

  private void prepare(Effect effect) throws InterruptedException {
    switch (effect) {
      case FREEZE_BEFORE -> freeze();
      case FREEZE_IN_COPY -> freezeInCopy = true;
      default -> struck = new StruckReply(effect, repliesAskedFor + 1);
    }
  }

  private void forward(Message message, OutputStream toServer)
      throws IOException, InterruptedException {
    byte[] bytes = message.bytes();
    int written = 0;
    if (freezeInCopy && message.type() == Message.COPY_DATA) {
      freezeInCopy = false;
      written = bytes.length / 2;
      toServer.write(bytes, 0, written);
      freeze();
    }
    toServer.write(bytes, written, bytes.length - written);
  }

  private void freeze() throws InterruptedException {
    CountDownLatch latch = new CountDownLatch(1);
    frozen = latch;
    fault.fire();
    latch.await();
  }

  private void carryReplies(DataInputStream fromServer) {
    try (this) {
      OutputStream toClient = client.getOutputStream();
      for (long ordinal = 1; ; ) {
        Message message = Message.read(fromServer);
        frozen.await();
        Effect effect = effectOn(ordinal);
        if (effect == null || effect == Effect.CUT_AFTER) {
          toClient.write(message.bytes());
        }
        if (message.type() == Message.READY_FOR_QUERY) {
          ordinal++;
          if (effect != null && strike(effect)) {
            return;
          }
        }
      }
    } catch (IOException eitherSideLeft) {
      // As in run().
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Effect effectOn(long ordinal) {
    StruckReply reply = struck;
    return reply != null && ordinal >= reply.ordinal() ? reply.effect() : null;
  }

  /** Lets the fault take effect, the server being done; whether that ends the connection. */
  private boolean strike(Effect effect) {
    silent = effect == Effect.BLACKHOLE_AFTER;
    fault.fire();
    return !silent;
  }

  private static DataInputStream reader(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
  }
}
