package dev.runmark.embedded.faults;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 request or answer, read whole (RFC 9112).
 *
 * @param start request line or status line
 * @param headers the lines as they came, in their order
 */
record HttpMessage(String start, List<String> headers, byte[] body) {

  HttpMessage {
    headers = List.copyOf(headers);
  }

  /** The next request of a connection, or null at its end. */
  static @Nullable HttpMessage readRequest(InputStream in, OutputStream out) throws IOException {
    HttpMessage head = readHead(in);
    if (head == null) {
      return null;
    }
    if (head.header("expect") != null) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    String length = head.header("content-length");
    return head.withBody(readExactly(in, length == null ? 0 : Integer.parseInt(length)));
  }

  /** The answer to a request that was sent with {@code Connection: close}. */
  static HttpMessage readAnswer(InputStream in, boolean toHead) throws IOException {
    HttpMessage head = readHead(in);
    while (head != null && head.start.startsWith("HTTP/1.1 100")) {
      head = readHead(in);
    }
    if (head == null) {
      throw new IOException("the server closed the connection before its answer");
    }
    if (toHead) {
      return head;
    }
    byte[] body = head.header("transfer-encoding") != null ? readChunks(in) : readSized(in, head);
    return head.without("transfer-encoding").withBody(body).withLength(body.length);
  }

  private static byte[] readSized(InputStream in, HttpMessage head) throws IOException {
    String length = head.header("content-length");
    return length == null ? in.readAllBytes() : readExactly(in, Integer.parseInt(length));
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = readLine(in);
      int length = Integer.parseInt(size == null ? "0" : size.split(";", 2)[0].trim(), 16);
      if (length == 0) {
        return body.toByteArray();
      }
      body.write(readExactly(in, length));
      readLine(in);
    }
  }

  private static @Nullable HttpMessage readHead(InputStream in) throws IOException {
    String start = readLine(in);
    if (start == null) {
      return null;
    }
    List<String> headers = new ArrayList<>();
    String line = readLine(in);
    while (line != null && !line.isEmpty()) {
      headers.add(line);
      line = readLine(in);
    }
    return new HttpMessage(start, headers, new byte[0]);
  }

  private static @Nullable String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (next != '\r') {
        line.write(next);
      }
      next = in.read();
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static byte[] readExactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("body of " + length + " bytes ended after " + bytes.length);
    }
    return bytes;
  }

  /** A header's value, or null; the name in lower case. */
  @Nullable String header(String name) {
    for (String line : headers) {
      if (is(line, name)) {
        return line.substring(name.length() + 1).trim();
      }
    }
    return null;
  }

  HttpMessage without(String name) {
    return new HttpMessage(start, headers.stream().filter(line -> !is(line, name)).toList(), body);
  }

  HttpMessage with(String name, String value) {
    List<String> changed = new ArrayList<>(without(name).headers);
    changed.add(name + ": " + value);
    return new HttpMessage(start, changed, body);
  }

  HttpMessage withStart(String line) {
    return new HttpMessage(line, headers, body);
  }

  HttpMessage withBody(byte[] bytes) {
    return new HttpMessage(start, headers, bytes);
  }

  HttpMessage withLength(int length) {
    return with("content-length", Integer.toString(length));
  }

  /** Writes the head and as much of the body as is wanted. */
  void writeTo(OutputStream out, int bodyLength) throws IOException {
    String head = start + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body, 0, bodyLength);
    out.flush();
  }

  private static boolean is(String line, String name) {
    return line.toLowerCase(Locale.ROOT).startsWith(name + ":");
  }
}
