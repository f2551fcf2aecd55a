package dev.runmark.embedded.faults;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the messages of one client mean in SQL. In the extended protocol the text comes once, with
 * Parse; Bind and Execute only name it, for a prepared statement many transactions later.
 */
final class SpokenStatements {

  private final Map<String, String> prepared = new HashMap<>();
  private final Map<String, String> portals = new HashMap<>();

  /** Learns which text the names of a Parse or Bind stand for. */
  void hear(Message message) {
    if (message.type() == Message.PARSE) {
      prepared.put(message.string(0), message.string(1));
    } else if (message.type() == Message.BIND) {
      portals.put(message.string(0), prepared.getOrDefault(message.string(1), ""));
    }
  }

  /** The text of the statement that this message makes the server carry out, if it does. */
  @Nullable String executedBy(Message message) {
    return switch (message.type()) {
      case Message.QUERY -> message.string(0);
      case Message.EXECUTE -> portals.get(message.string(0));
      default -> null;
    };
  }
}
