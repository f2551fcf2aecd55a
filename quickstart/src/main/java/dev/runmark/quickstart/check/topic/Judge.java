package dev.runmark.quickstart.check.topic;

import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Whether the fields of one run can be stored, and which run it then is of which trace. */
final class Judge {

  private static final int MOST_OF_A_PROJECT = 256;
  private static final int MOST_OF_A_RUN_TYPE = 64;

  /** By one of these an object is known to be a run. */
  private static final Set<String> OF_A_RUN =
      Set.of(
          "id",
          "trace_id",
          "parent_run_id",
          "dotted_order",
          "name",
          "session_name",
          "run_type",
          "start_time",
          "end_time",
          "error",
          "status",
          "session_id",
          "reference_example_id",
          "inputs",
          "outputs",
          "extra",
          "serialized",
          "input_attachments",
          "output_attachments",
          "events",
          "tags",
          "metadata");

  private static final Pattern SEGMENT = Pattern.compile("\\d{8}T\\d{6}\\d{0,9}Z.{36}");

  private final byte[] value;
  private final Node run;

  Judge(byte[] value, Node run) {
    this.value = value;
    this.run = run;
  }

  /** Refuses what has no field of a run, or one that cannot be stored. */
  void fields() throws RefusedException {
    if (run.names().stream().noneMatch(OF_A_RUN::contains)) {
      throw new RefusedException("no field of a run");
    }
    id("parent_run_id");
    text("session_name", MOST_OF_A_PROJECT);
    text("run_type", MOST_OF_A_RUN_TYPE);
    text("name", Integer.MAX_VALUE);
    time("start_time");
    time("end_time");
    string("status");
  }

  /** The id of that name; null when it is not told. */
  @Nullable UUID id(String name) throws RefusedException {
    Node node = string(name);
    if (node == null) {
      return null;
    }
    UUID id = Ids.parse(Text.unescaped(value, node.start() + 1, node.end() - 1));
    if (id == null) {
      throw new RefusedException(name + " is no UUID");
    }
    return id;
  }

  /** The trace that the run's place among its ancestors tells; null when it tells none. */
  @Nullable UUID rootOfOrder() throws RefusedException {
    Node node = string("dotted_order");
    if (node == null) {
      return null;
    }
    UUID root = null;
    for (String segment : inside(node).split("\\.", -1)) {
      UUID id =
          SEGMENT.matcher(segment).matches()
              ? Ids.parse(segment.substring(segment.indexOf('Z') + 1))
              : null;
      if (id == null) {
        throw new RefusedException("dotted_order: " + segment);
      }
      root = root == null ? id : root;
    }
    return root;
  }

  private @Nullable Node string(String name) throws RefusedException {
    Node node = run.told(name);
    if (node != null && node.kind() != '"') {
      throw new RefusedException(name + " is no string");
    }
    return node;
  }

  private void text(String name, int most) throws RefusedException {
    Node node = string(name);
    if (node != null) {
      String text = Text.unescaped(value, node.start() + 1, node.end() - 1);
      if (!Text.storable(text) || text.codePointCount(0, text.length()) > most) {
        throw new RefusedException(name + " cannot be a column");
      }
    }
  }

  private void time(String name) throws RefusedException {
    Node node = run.told(name);
    if (node == null) {
      return;
    }
    boolean number = node.kind() == '-' || Character.isDigit(node.kind());
    String text = number ? Text.ascii(value, node.start(), node.end()) : inside(string(name));
    if ((number ? Times.ofNumber(text) : Times.ofText(text)) == null) {
      throw new RefusedException(name + " is no time");
    }
  }

  /** A string as it is written. */
  private String inside(@Nullable Node string) {
    return string == null ? "" : Text.ascii(value, string.start() + 1, string.end() - 1);
  }
}
