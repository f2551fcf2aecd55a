package dev.runmark.reader.send;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a body into the objects at its top: of an array, or with line breaks between. Only strings
 * and brackets are looked at; what is inside an object is judged when it is decoded.
 */
final class Elements {

  private static final int END = -1;

  private final InputStream body;
  private final int longest;
  private final byte[] buffer = new byte[64 << 10];
  private int filled;
  private int position;
  private int index = -1;
  private boolean array;
  private boolean ended;

  /**
   * @param longest bytes of one object
   */
  Elements(InputStream body, int longest) {
    this.body = body;
    this.longest = longest;
  }

  /** Which object {@link #next} gave last, from 0. */
  int index() {
    return index;
  }

  /** The next object, null at the end. */
  byte @Nullable [] next() throws IOException {
    if (ended) {
      return null;
    }
    int first = index < 0 ? begin() : between();
    if (first == END) {
      ended = true;
      return null;
    }
    index++;
    if (first != '{') {
      throw SendException.refused(
          index, array ? "not_a_run" : "not_json", "a run must be an object");
    }
    return object();
  }

  private int begin() throws IOException {
    int first = token();
    if (first == END) {
      throw new SendException(SendException.Kind.EMPTY, "the body is empty", null);
    }
    array = first == '[';
    if (!array) {
      return first;
    }
    first = token();
    return first == ']' ? atEnd() : first;
  }

  private int between() throws IOException {
    boolean lineBreak = false;
    int next = read();
    while (isSpace(next)) {
      lineBreak |= next == '\n';
      next = read();
    }
    if (!array && (next == END || lineBreak)) {
      return next;
    }
    if (array && next == ']') {
      return atEnd();
    }
    if (array && next == ',') {
      return token();
    }
    throw broken(index + 1, next == END ? "the body ends before its array does" : "no separator");
  }

  private int atEnd() throws IOException {
    if (token() != END) {
      throw broken(index + 1, "something stands behind the array");
    }
    return END;
  }

  /** From behind its opening brace to its end. */
  private byte[] object() throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream(1024);
    object.write('{');
    int depth = 1;
    boolean inString = false;
    while (depth > 0) {
      int next = read();
      if (next == END) {
        throw broken(index, "the body ends inside it");
      }
      if (object.size() >= longest) {
        throw SendException.refused(
            index, "too_large", "more than " + longest + " bytes, the limit of a record");
      }
      object.write(next);
      if (inString && next == '\\') {
        object.write(Math.max(0, read()));
      } else if (next == '"') {
        inString = !inString;
      } else if (!inString) {
        depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
      }
    }
    return object.toByteArray();
  }

  private int token() throws IOException {
    int next = read();
    while (isSpace(next)) {
      next = read();
    }
    return next;
  }

  private static boolean isSpace(int next) {
    return next == ' ' || next == '\n' || next == '\r' || next == '\t';
  }

  private int read() throws IOException {
    if (position == filled) {
      position = 0;
      filled = Math.max(0, body.read(buffer));
      if (filled == 0) {
        return END;
      }
    }
    return buffer[position++] & 0xff;
  }

  private static SendException broken(int index, String why) {
    return SendException.refused(index, "not_json", why);
  }
}
