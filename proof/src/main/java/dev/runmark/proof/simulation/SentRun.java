package dev.runmark.proof.simulation;

import dev.runmark.decode.record.Operation;
import dev.runmark.storage.part.RunKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was sent of one run, and what a reader is to find of it. A plain fold that knows nothing of
 * the product's: each partition by itself, those with a create first, laid over each other.
 */
final class SentRun {

  /** The field in which every event leaves a mark of its own. */
  static final String MARKS = "output_attachments";

  private final RunKey key;
  private final Map<String, SentEvent> events = new LinkedHashMap<>();

  SentRun(RunKey key) {
    this.key = key;
  }

  RunKey key() {
    return key;
  }

  /** In the order of their partition. */
  void add(SentEvent event) {
    events.put(event.name(), event);
  }

  Collection<SentEvent> events() {
    return events.values();
  }

  SentEvent event(String name) {
    SentEvent event = events.get(name);
    if (event == null) {
      throw new Violation(Rule.CONTENT, "run " + key.run() + " shows " + name + ", never sent");
    }
    return event;
  }

  /** The run as it is when exactly these events are stored. */
  static Map<String, Object> fold(Collection<SentEvent> stored) {
    TreeMap<Integer, List<SentEvent>> chains = new TreeMap<>();
    for (SentEvent event : stored) {
      chains.computeIfAbsent(event.partition(), any -> new ArrayList<>()).add(event);
    }
    Map<String, Object> content = new LinkedHashMap<>();
    for (boolean created : new boolean[] {true, false}) {
      for (List<SentEvent> chain : chains.values()) {
        if (created == chain.stream().anyMatch(e -> e.operation() != Operation.PATCH)) {
          lay(content, foldChain(chain));
        }
      }
    }
    return content;
  }

  private static Map<String, Object> foldChain(List<SentEvent> chain) {
    List<SentEvent> ordered = new ArrayList<>(chain);
    ordered.sort((a, b) -> a.isBefore(b) ? -1 : b.isBefore(a) ? 1 : 0);
    Map<String, Object> content = new LinkedHashMap<>();
    for (SentEvent event : ordered) {
      if (event.operation() == Operation.COMPLETE) {
        content.clear();
      }
      lay(content, event.fields());
    }
    return content;
  }

  private static void lay(Map<String, Object> content, Map<String, Object> later) {
    later.forEach(
        (field, value) -> {
          if (field.equals(MARKS) && content.get(field) != null) {
            Map<Object, Object> both = new LinkedHashMap<>((Map<?, ?>) content.get(field));
            both.putAll((Map<?, ?>) value);
            content.put(field, both);
          } else if (value != NULL || !content.containsKey(field)) {
            content.put(field, value);
          }
        });
  }

  /** Says that a field is null. */
  static final Object NULL = "null";
}
