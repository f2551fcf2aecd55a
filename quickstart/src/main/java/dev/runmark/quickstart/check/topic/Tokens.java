package dev.runmark.quickstart.check.topic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Goes through one JSON text, token by token, and refuses what RFC 8259 or the limits refuse. */
final class Tokens {

  private final byte[] bytes;
  private final Limits limits;
  private int at;
  private int keys;
  private String name = "";

  Tokens(byte[] bytes, Limits limits) {
    this.bytes = bytes;
    this.limits = limits;
  }

  int position() {
    return at;
  }

  /** The name that was taken last, unescaped. */
  String name() {
    return name;
  }

  /** The next byte that is no white space; 0 at the end. */
  char peek() {
    while (at < bytes.length
        && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) {
      at++;
    }
    return at < bytes.length ? (char) (bytes[at] & 0xff) : 0;
  }

  boolean atEnd() {
    peek();
    return at == bytes.length;
  }

  boolean take(char wanted) {
    if (atEnd() || peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  void expect(char wanted) throws RefusedException {
    if (!take(wanted)) {
      throw new RefusedException("byte " + at + ": no " + wanted);
    }
  }

  /** A key and its colon. */
  void takeName() throws RefusedException {
    peek();
    int start = at;
    takeString();
    name = Text.unescaped(bytes, start + 1, at - 1);
    if (++keys > limits.keys()) {
      throw new RefusedException("over " + limits.keys() + " keys");
    }
    expect(':');
  }

  /** Takes a value that is neither object nor array. */
  void takeScalar() throws RefusedException {
    switch (peek()) {
      case '"' -> takeString();
      case 't' -> takeWord("true");
      case 'f' -> takeWord("false");
      case 'n' -> takeWord("null");
      default -> takeNumber();
    }
  }

  private void takeString() throws RefusedException {
    expect('"');
    int start = at;
    while (at < bytes.length && bytes[at] != '"') {
      if (bytes[at] == '\\') {
        takeEscape();
      } else if (bytes[at] >= 0 && bytes[at] < ' ') {
        throw new RefusedException("byte " + at + ": a control character");
      } else {
        at++;
      }
    }
    if (at == bytes.length || at - start > limits.string()) {
      throw new RefusedException("byte " + start + ": a string without an end, or too long");
    }
    at++;
  }

  private void takeEscape() throws RefusedException {
    char letter = at + 1 < bytes.length ? (char) bytes[at + 1] : 0;
    if ("\"\\/bfnrt".indexOf(letter) >= 0) {
      at += 2;
      return;
    }
    for (int i = at + 2; i < at + 6; i++) {
      if (letter != 'u' || i >= bytes.length || Character.digit((char) bytes[i], 16) < 0) {
        throw new RefusedException("byte " + at + ": no escape of JSON");
      }
    }
    at += 6;
  }

  private void takeWord(String word) throws RefusedException {
    for (int i = 0; i < word.length(); i++) {
      if (at == bytes.length || bytes[at] != word.charAt(i)) {
        throw new RefusedException("byte " + at + ": no " + word);
      }
      at++;
    }
  }

  private void takeNumber() throws RefusedException {
    int start = at;
    while (at < bytes.length && "+-.eE0123456789".indexOf((char) (bytes[at] & 0xff)) >= 0) {
      at++;
    }
    String text = Text.ascii(bytes, start, at);
    if (!text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      throw new RefusedException("byte " + start + ": no value");
    }
    if (text.length() > limits.digits()) {
      throw new RefusedException("byte " + start + ": a number of " + text.length() + " bytes");
    }
  }

  /**
   * Takes a whole value, however deep.
   *
   * @param around how many containers around it count
   * @return whether a key stands twice somewhere in it
   */
  boolean skip(int around) throws RefusedException {
    // Of an object the keys that were met; of an array null, which no deque takes: an empty one.
    Deque<Set<String>> open = new ArrayDeque<>();
    Deque<Boolean> objects = new ArrayDeque<>();
    boolean twice = false;
    do {
      char kind = peek();
      boolean entered = kind == '{' || kind == '[';
      if (entered) {
        if (around + open.size() >= limits.depth()) {
          throw new RefusedException("byte " + at + ": deeper than " + limits.depth());
        }
        at++;
        open.push(new HashSet<>(0));
        objects.push(kind == '{');
      } else {
        takeScalar();
      }
      boolean first = entered;
      while (!open.isEmpty() && ends(objects.element(), first)) {
        open.pop();
        objects.pop();
        first = false;
      }
      if (!open.isEmpty() && objects.element()) {
        takeName();
        twice |= !open.element().add(name);
      }
    } while (!open.isEmpty());
    return twice;
  }

  /** Whether the container ends here; if not, a value or a name follows. */
  boolean ends(boolean object, boolean first) throws RefusedException {
    char close = object ? '}' : ']';
    if (take(close)) {
      return true;
    }
    if (!first) {
      expect(',');
    }
    return false;
  }
}
