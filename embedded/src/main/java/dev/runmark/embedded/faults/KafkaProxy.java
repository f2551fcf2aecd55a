package dev.runmark.embedded.faults;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Kafka clients and a broker that advertises this address, and cuts all of them off
 * at a chosen request, before or after the broker has carried it out. Until {@link #heal} nobody
 * gets through, the broker itself included where it speaks to itself. Thread-safe.
 */
public final class KafkaProxy implements AutoCloseable {

  /** Kafka's number of the request that ends a transaction (its protocol guide, API keys). */
  public static final int END_TXN = 26;

  private static final int LARGEST = 100 << 20;

  private final ServerSocket listener;
  private final int brokerPort;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private @Nullable Cut armed;
  private volatile boolean away;

  /**
   * Where to cut.
   *
   * @param delivered whether the broker is to carry it out first
   */
  private record Cut(int apiKey, boolean delivered) {}

  private KafkaProxy(ServerSocket listener, int brokerPort) {
    this.listener = listener;
    this.brokerPort = brokerPort;
  }

  /**
   * Listens on a free port of the loopback interface, in front of a broker that may start later.
   */
  public static KafkaProxy start(int brokerPort) throws IOException {
    KafkaProxy proxy =
        new KafkaProxy(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), brokerPort);
    daemon(proxy::accept);
    return proxy;
  }

  /** What the broker is to advertise. */
  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Cuts at the next request of that kind, whosever it is. */
  public synchronized void cutAt(int apiKey, boolean delivered) {
    armed = new Cut(apiKey, delivered);
  }

  /** Whether everyone is cut off now. */
  public boolean fired() {
    return away;
  }

  /** A cut that has not met its request never will. */
  public synchronized void disarm() {
    armed = null;
  }

  /** Lets everyone through again. */
  public void heal() {
    away = false;
  }

  private synchronized @Nullable Cut take(int apiKey) {
    Cut cut = armed;
    if (cut == null || cut.apiKey() != apiKey) {
      return null;
    }
    armed = null;
    return cut;
  }

  private void cutAll() {
    away = true;
    open.forEach(KafkaProxy::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        daemon(() -> serve(client));
      }
    } catch (IOException e) {
      close();
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket broker = new Socket("127.0.0.1", brokerPort)) {
      open.add(client);
      open.add(broker);
      if (!away) {
        client.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        new Session(client, broker).run();
      }
    } catch (IOException eitherSideLeft) {
      // Both sockets are closed with this: that says it.
    } finally {
      open.remove(client);
    }
  }

  /** One connection; requests are carried by its own thread, answers by another one. */
  private final class Session {
    private final Socket client;
    private final Socket broker;
    private volatile @Nullable Integer swallowed;

    Session(Socket client, Socket broker) {
      this.client = client;
      this.broker = broker;
    }

    void run() throws IOException {
      daemon(this::answers);
      DataInputStream in = reader(client);
      OutputStream out = broker.getOutputStream();
      while (true) {
        byte[] request = frame(in);
        ByteBuffer head = ByteBuffer.wrap(request).position(Integer.BYTES);
        Cut cut = take(head.getShort());
        head.getShort();
        if (cut != null && !cut.delivered()) {
          cutAll();
          return;
        }
        if (cut != null) {
          swallowed = head.getInt();
        }
        out.write(request);
      }
    }

    private void answers() {
      try (client;
          broker) {
        DataInputStream in = reader(broker);
        while (true) {
          byte[] answer = frame(in);
          Integer correlation = ByteBuffer.wrap(answer).getInt(Integer.BYTES);
          if (correlation.equals(swallowed)) {
            cutAll();
            return;
          }
          client.getOutputStream().write(answer);
        }
      } catch (IOException eitherSideLeft) {
        // As above.
      } finally {
        open.remove(broker);
      }
    }
  }

  /** A message with its length before it. */
  private static byte[] frame(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < Integer.BYTES || length > LARGEST) {
      throw new IOException("reading a Kafka message: its length is " + length);
    }
    byte[] frame = new byte[Integer.BYTES + length];
    ByteBuffer.wrap(frame).putInt(length);
    in.readFully(frame, Integer.BYTES, length);
    return frame;
  }

  private static DataInputStream reader(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
  }

  private static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception alreadyBroken) {
      // As good as closed.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "kafka-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closeQuietly(listener);
    open.forEach(KafkaProxy::closeQuietly);
  }
}
