package dev.runmark.embedded.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of PostgreSQL's protocol 3 as it travels: its type (none in a connection's first
 * messages), its length, its body.
 */
record Message(char type, byte[] bytes) {

  /** The type of what a client sends before the connection is set up. */
  static final char STARTUP = 0;

  static final char QUERY = 'Q';
  static final char PARSE = 'P';
  static final char BIND = 'B';
  static final char DESCRIBE = 'D';
  static final char CLOSE = 'C';
  static final char EXECUTE = 'E';
  static final char SYNC = 'S';
  static final char FUNCTION_CALL = 'F';
  static final char COPY_DATA = 'd';
  static final char READY_FOR_QUERY = 'Z';

  private static final int LENGTH_BYTES = 4;

  static Message read(DataInputStream in) throws IOException {
    byte type = in.readByte();
    int length = in.readInt();
    byte[] bytes = new byte[1 + checked(type, length)];
    ByteBuffer.wrap(bytes).put(type).putInt(length);
    in.readFully(bytes, 1 + LENGTH_BYTES, length - LENGTH_BYTES);
    return new Message((char) type, bytes);
  }

  static Message readStartup(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = new byte[checked(STARTUP, length)];
    ByteBuffer.wrap(bytes).putInt(length);
    in.readFully(bytes, LENGTH_BYTES, length - LENGTH_BYTES);
    return new Message(STARTUP, bytes);
  }

  /** The protocol version or request code of a first message. */
  int startupCode() {
    return ByteBuffer.wrap(bytes).getInt(LENGTH_BYTES);
  }

  /** The n-th of the zero-terminated strings with which the body begins, from 0. */
  String string(int n) {
    int start = 1 + LENGTH_BYTES;
    for (int skipped = 0; skipped < n; skipped++) {
      start = end(start) + 1;
    }
    return new String(bytes, start, end(start) - start, StandardCharsets.UTF_8);
  }

  /** Whether, coming from a client, it may be part of a statement that Execute will complete. */
  boolean preparesExecution() {
    return type == PARSE || type == BIND || type == DESCRIBE || type == CLOSE;
  }

  /** Whether the server answers it, and all before it, with one ReadyForQuery. */
  boolean asksForReadiness() {
    return type == QUERY || type == SYNC || type == FUNCTION_CALL;
  }

  private int end(int start) {
    int end = start;
    while (bytes[end] != 0) {
      end++;
    }
    return end;
  }

  private static int checked(int type, int length) throws IOException {
    if (length < LENGTH_BYTES) {
      throw new IOException(
          "reading a PostgreSQL message of type " + type + ": its length is " + length);
    }
    return length;
  }
}
