package dev.runmark.quickstart.check.topic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value by where it lies in its record.
 *
 * @param kind its first byte
 * @param end behind it
 * @param children an object's values or an array's elements, where they were looked at
 * @param names of an object's values, unescaped
 * @param keyTwice whether a key stands twice in it, itself and not below
 * @param twiceBelow whether that is so anywhere below what was looked at
 */
record Node(
    char kind,
    int start,
    int end,
    List<Node> children,
    List<String> names,
    boolean keyTwice,
    boolean twiceBelow) {

  boolean object() {
    return kind == '{';
  }

  boolean array() {
    return kind == '[';
  }

  boolean isNull() {
    return kind == 'n';
  }

  int length() {
    return end - start;
  }

  /** The last value of that name, null included; null when there is none. */
  @Nullable Node field(String name) {
    int at = names.lastIndexOf(name);
    return at < 0 ? null : children.get(at);
  }

  /** The value of that name, unless it is null. */
  @Nullable Node told(String name) {
    Node node = field(name);
    return node == null || node.isNull() ? null : node;
  }

  /** Whether a key stands twice in it, or anywhere in it. */
  boolean twice() {
    return keyTwice || twiceBelow || children.stream().anyMatch(Node::twice);
  }
}
