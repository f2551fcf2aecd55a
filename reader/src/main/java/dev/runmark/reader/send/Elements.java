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
  private final ByteArrayOutputStream object = new ByteArrayOutputStream(1024);
  private int filled;
  private int position;
  private int index = -1;
  private boolean array;
  private boolean ended;
  private int depth;
  private boolean inString;
  private boolean escaped;

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
    object.reset();
    object.write('{');
    depth = 1;
    inString = false;
    escaped = false;
    while (depth > 0) {
      if (position == filled && !fill()) {
        throw broken(index, "the body ends inside it");
      }
      int from = position;
      scan();
      if (object.size() + position - from > longest) {
        throw SendException.refused(
            index, "too_large", "more than " + longest + " bytes, the limit of a record");
      }
      object.write(buffer, from, position - from);
    }
    return object.toByteArray();
  }

  /** On to the object's end, or to that of the buffer. */
  private void scan() {
    int at = position;
    while (at < filled && depth > 0) {
      if (inString) {
        at = inString(at);
        continue;
      }
      byte next = buffer[at++];
      if (next == '"') {
        inString = true;
      } else if (next == '{' || next == '[') {
        depth++;
      } else if (next == '}' || next == ']') {
        depth--;
      }
    }
    position = at;
  }

  /** Where the string has ended, or the buffer. Most of a body is strings. */
  private int inString(int from) {
    boolean skip = escaped;
    for (int at = from; at < filled; at++) {
      if (skip) {
        skip = false;
      } else if (buffer[at] == '"') {
        inString = false;
        escaped = false;
        return at + 1;
      } else {
        skip = buffer[at] == '\\';
      }
    }
    escaped = skip;
    return filled;
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
    return position == filled && !fill() ? END : buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    filled = Math.max(0, body.read(buffer));
    return filled > 0;
  }

  private static SendException broken(int index, String why) {
    return SendException.refused(index, "not_json", why);
  }
}
