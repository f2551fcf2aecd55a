package dev.runmark.quickstart.check.topic;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a dead letter's second try say.
 *
 * @param index of the event in the record of its first try, -1 when all of that was refused
 * @param operation of the one run that the value is; null when the value is a whole record
 */
record Redriven(
    UUID topicId, int partition, long offset, int index, @Nullable Operation operation) {

  /** Of a record; null when this is its first try. */
  static @Nullable Redriven of(TopicRecord record) throws RefusedException {
    Header origin = record.header("runmark.origin");
    Header operation = record.header("runmark.origin.operation");
    if (origin == null) {
      if (operation != null) {
        throw new RefusedException("an operation of an origin, without the origin");
      }
      return null;
    }
    String text = text(origin);
    String[] parts = text.split("/", -1);
    if (parts.length != 4) {
      throw new RefusedException("origin " + text);
    }
    try {
      Redriven redriven =
          new Redriven(
              UUID.fromString(parts[0]),
              Integer.parseInt(parts[1]),
              Long.parseLong(parts[2]),
              Integer.parseInt(parts[3]),
              operation == null ? null : operation(text(operation)));
      if (!redriven.key().equals(text) || !redriven.sound()) {
        throw new RefusedException("origin " + text);
      }
      return redriven;
    } catch (IllegalArgumentException e) {
      throw new RefusedException("origin " + text, e);
    }
  }

  private static Operation operation(String word) {
    return switch (word) {
      case "create" -> Operation.CREATE;
      case "patch" -> Operation.PATCH;
      case "complete" -> Operation.COMPLETE;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static String text(Header header) {
    byte[] value = header.value();
    return value == null ? "" : new String(value, StandardCharsets.ISO_8859_1);
  }

  private String key() {
    return topicId + "/" + partition + "/" + offset + "/" + index;
  }

  private boolean sound() {
    return partition >= 0 && offset >= 0 && index >= -1 && (index == -1) == (operation == null);
  }

  /** The id of its run without one. */
  UUID derivedId(int newIndex) {
    return Ids.derived(topicId, partition, offset, index == -1 ? newIndex : index);
  }
}
