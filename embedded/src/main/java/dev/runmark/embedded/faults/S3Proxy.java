package dev.runmark.embedded.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy in front of an S3 server that counts calls and makes those fail that it was told
 * to.
 *
 * <p>Requests are forwarded as they came, the Host header included, since signatures cover it: a
 * client uses {@link #endpoint()} instead of the server's and notices nothing else. Faults queue up
 * per operation and each is used once. One thread a connection; all methods from any thread.
 */
public final class S3Proxy implements AutoCloseable {

  private static final String ERROR =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code>"
          + "<Message>injected</Message><RequestId>injected</RequestId></Error>";

  private final URI server;
  private final ServerSocket listener;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Map<S3Operation, Deque<S3Fault>> faults = new EnumMap<>(S3Operation.class);
  private final Map<S3Operation, List<HttpMessage>> seen = new EnumMap<>(S3Operation.class);

  private S3Proxy(URI server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  /** Starts a proxy on a free loopback port. */
  public static S3Proxy start(URI server) throws IOException {
    S3Proxy proxy =
        new S3Proxy(server, new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
    startThread("s3 fault proxy", proxy::accept);
    return proxy;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Makes the next calls of an operation go wrong, after those that are already due. */
  public synchronized void fail(S3Operation operation, S3Fault fault, int times) {
    Deque<S3Fault> due = faults.computeIfAbsent(operation, key -> new ArrayDeque<>());
    for (int i = 0; i < times; i++) {
      due.add(fault);
    }
  }

  /** Makes the next call of an operation go wrong. */
  public void fail(S3Operation operation, S3Fault fault) {
    fail(operation, fault, 1);
  }

  /** Forgets the faults that are still due. */
  public synchronized void heal() {
    faults.clear();
  }

  /** How many faults of an operation wait for a call to befall. */
  public synchronized int due(S3Operation operation) {
    Deque<S3Fault> due = faults.get(operation);
    return due == null ? 0 : due.size();
  }

  /** How many requests of an operation came in, whatever became of them. */
  public synchronized int calls(S3Operation operation) {
    return seen.getOrDefault(operation, List.of()).size();
  }

  /** One header of every request of an operation, in order of arrival; empty where it is absent. */
  public synchronized List<String> headers(S3Operation operation, String name) {
    List<String> values = new ArrayList<>();
    for (HttpMessage request : seen.getOrDefault(operation, List.of())) {
      String value = request.header(name);
      values.add(value == null ? "" : value);
    }
    return values;
  }

  @Override
  public void close() {
    closeQuietly(listener);
    connections.forEach(S3Proxy::closeQuietly);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        connections.add(client);
        startThread("s3 fault proxy connection", () -> serve(client));
      }
    } catch (IOException e) {
      close();
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream());
      OutputStream out = new BufferedOutputStream(client.getOutputStream());
      HttpMessage request = HttpMessage.readRequest(in, out);
      while (request != null && answer(request, client, out)) {
        request = HttpMessage.readRequest(in, out);
      }
    } catch (IOException e) {
      // Either side hung up: the other one's connection is closed with this one.
    } finally {
      connections.remove(client);
    }
  }

  /** Answers one request, or not; false when the connection is to be closed. */
  private boolean answer(HttpMessage request, Socket client, OutputStream out) throws IOException {
    String[] line = request.start().split(" ");
    S3Operation operation = S3Operation.of(line[0], line[1]);
    S3Fault fault = next(operation, request);
    if (fault == null) {
      HttpMessage answer = forward(request);
      answer.writeTo(out, answer.body().length);
      return true;
    }
    boolean toHead = operation == S3Operation.HEAD_OBJECT;
    return switch (fault) {
      case INTERNAL_ERROR -> send(error("500 Internal Server Error", "InternalError", toHead), out);
      case SLOW_DOWN -> send(error("503 Slow Down", "SlowDown", toHead), out);
      case TOO_MANY_REQUESTS -> send(error("429 Too Many", "TooManyRequests", toHead), out);
      case ACCESS_DENIED -> send(error("403 Forbidden", "AccessDenied", toHead), out);
      case NO_SUCH_UPLOAD -> send(error("404 Not Found", "NoSuchUpload", toHead), out);
      case ERROR_IN_SUCCESS -> send(error("200 OK", "InternalError", toHead), out);
      case RESET -> reset(client);
      case STALL -> client.getInputStream().read() >= 0 && reset(client);
      case ANSWER_LOST -> {
        forward(request);
        yield false;
      }
      case UPLOAD_FLIPPED -> send(forward(Damage.flipped(request)), out);
      case ANSWER_FLIPPED -> send(Damage.flipped(forward(request)), out);
      case RANGE_IGNORED -> send(Damage.rangeIgnored(forward(request)), out);
      case RANGE_SHIFTED -> send(Damage.rangeShifted(forward(request)), out);
      case KEY_FAILED -> send(Damage.firstKeyFailed(forward(request), "InternalError"), out);
      case KEY_DENIED -> send(Damage.firstKeyFailed(forward(request), "AccessDenied"), out);
      case KEY_LEFT_OUT -> send(Damage.firstKeyLeftOut(forward(request)), out);
      case TRUNCATED -> truncated(forward(request), out);
    };
  }

  private static boolean truncated(HttpMessage answer, OutputStream out) throws IOException {
    answer.writeTo(out, answer.body().length / 2);
    return false;
  }

  private synchronized @Nullable S3Fault next(S3Operation operation, HttpMessage request) {
    seen.computeIfAbsent(operation, key -> new ArrayList<>()).add(request.withBody(new byte[0]));
    Deque<S3Fault> due = faults.get(operation);
    return due == null ? null : due.poll();
  }

  private HttpMessage forward(HttpMessage request) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setTcpNoDelay(true);
      OutputStream out = new BufferedOutputStream(socket.getOutputStream());
      request.without("expect").with("connection", "close").writeTo(out, request.body().length);
      boolean head = request.start().startsWith("HEAD ");
      InputStream in = new BufferedInputStream(socket.getInputStream());
      return HttpMessage.readAnswer(in, head).without("connection");
    }
  }

  /** An error document; to HEAD only its headers, or the client takes it for the next answer. */
  private static HttpMessage error(String status, String code, boolean toHead) {
    byte[] body = String.format(ERROR, code).getBytes(StandardCharsets.UTF_8);
    List<String> type = List.of("content-type: application/xml");
    return new HttpMessage("HTTP/1.1 " + status, type, toHead ? new byte[0] : body)
        .withLength(body.length);
  }

  private static boolean send(HttpMessage answer, OutputStream out) throws IOException {
    answer.writeTo(out, answer.body().length);
    return true;
  }

  /** With no time to linger, closing sends RST instead of FIN. */
  private static boolean reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    return false;
  }

  private static void startThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception e) {
      // A socket that cannot be closed is of no use to anyone either.
    }
  }
}
