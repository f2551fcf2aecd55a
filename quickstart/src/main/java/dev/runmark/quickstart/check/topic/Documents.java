package dev.runmark.quickstart.check.topic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The objects of a record's value, looked into as deep as runs can lie: in a batch body inside an
 * array they are at the fifth level.
 */
final class Documents {

  private final Tokens tokens;

  private Documents(Tokens tokens) {
    this.tokens = tokens;
  }

  /**
   * The elements of the array that the value is, or its objects.
   *
   * @throws RefusedException where it is not JSON, neither object nor array, or beyond a limit
   */
  static List<Node> of(byte[] value, Limits limits) throws RefusedException {
    if (value.length > limits.record()) {
      throw new RefusedException(value.length + " bytes");
    }
    Text.utf8(value);
    Tokens tokens = new Tokens(value, limits);
    Documents documents = new Documents(tokens);
    List<Node> found = new ArrayList<>();
    if (tokens.peek() == '[') {
      found.addAll(documents.node(1, 0, true).children());
    } else if (tokens.peek() == '{') {
      int end;
      do {
        found.add(documents.node(0, 0, true));
        end = tokens.position();
      } while (tokens.peek() == '{' && lineBreak(value, end, tokens.position()));
    } else {
      throw new RefusedException("neither an object nor an array");
    }
    if (!tokens.atEnd()) {
      throw new RefusedException("byte " + tokens.position() + ": something follows");
    }
    return found;
  }

  /** The value as one node, whatever it is, for one that is a run by its headers. */
  static Node one(byte[] value, Limits limits) throws RefusedException {
    if (value.length > limits.record()) {
      throw new RefusedException(value.length + " bytes");
    }
    Text.utf8(value);
    Tokens tokens = new Tokens(value, limits);
    Node node = new Documents(tokens).node(0, 0, false);
    if (!tokens.atEnd()) {
      throw new RefusedException("byte " + tokens.position() + ": something follows");
    }
    return node;
  }

  private static boolean lineBreak(byte[] value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (value[i] == '\n' || value[i] == '\r') {
        return true;
      }
    }
    return false;
  }

  /**
   * @param arrays how many arrays may be looked into at this place
   * @param around how many objects around count for the depth
   * @param outer whether the object may carry runs rather than be one
   */
  private Node node(int arrays, int around, boolean outer) throws RefusedException {
    char kind = tokens.peek();
    int start = tokens.position();
    if (kind == '{') {
      return object(start, outer);
    }
    if (kind == '[' && arrays > 0) {
      tokens.expect('[');
      List<Node> elements = new ArrayList<>();
      for (boolean first = true; !tokens.ends(false, first); first = false) {
        elements.add(node(0, 0, outer));
      }
      return new Node(kind, start, tokens.position(), elements, List.of(), false, false);
    }
    boolean twice = tokens.skip(around);
    return new Node(kind, start, tokens.position(), List.of(), List.of(), false, twice);
  }

  private Node object(int start, boolean outer) throws RefusedException {
    tokens.expect('{');
    List<Node> values = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Set<String> met = new HashSet<>();
    boolean twice = false;
    for (boolean first = true; !tokens.ends(true, first); first = false) {
      tokens.takeName();
      String name = tokens.name();
      twice |= !met.add(name);
      names.add(name);
      values.add(value(name, outer));
    }
    return new Node('{', start, tokens.position(), values, names, twice, false);
  }

  private Node value(String name, boolean outer) throws RefusedException {
    char kind = tokens.peek();
    if (outer && name.equals("run") && kind == '{') {
      return node(0, 0, false);
    }
    if (outer && (name.equals("post") || name.equals("patch")) && kind == '[') {
      return node(1, 0, false);
    }
    int start = tokens.position();
    boolean twice = tokens.skip(1);
    return new Node(kind, start, tokens.position(), List.of(), List.of(), false, twice);
  }
}
