package dev.runmark.job.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.window.Events.EventBuilder;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Random events of a few traces in the order in which they are delivered, and what a plain fold of
 * them says. Fields are few, so that events overwrite each other often; values are distinct.
 */
final class RandomTraffic {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] FIELDS = {
    "inputs", "outputs", "error", "tags", "input_attachments", "output_attachments"
  };

  final List<RunEvent> events = new ArrayList<>();

  private final Random random;
  private final long[] nextOffset = {0, 0};
  private final Map<RunKey, TreeMap<Integer, List<RunEvent>>> chains = new LinkedHashMap<>();

  /**
   * @param scattered whether events of one run lie in both partitions, which producers must not do
   */
  RandomTraffic(Random random, boolean scattered) {
    this.random = random;
    List<int[]> pending = new ArrayList<>();
    int traces = 1 + random.nextInt(4);
    for (int trace = 1; trace <= traces; trace++) {
      for (int run = random.nextInt(4); run >= 0; run--) {
        int partition = random.nextInt(2);
        for (int event = random.nextInt(6); event >= 0; event--) {
          pending.add(new int[] {trace, trace + 100 * run, partition});
        }
      }
    }
    java.util.Collections.shuffle(pending, random);
    for (int[] next : pending) {
      add(next[0], next[1], scattered ? random.nextInt(2) : next[2]);
    }
  }

  private void add(int trace, int run, int partition) {
    nextOffset[partition] += 1 + random.nextInt(3);
    EventBuilder builder = Events.of(trace, run).from(partition).startedAfter(random.nextInt(9));
    if (random.nextBoolean()) {
      builder.under(trace);
    }
    if (random.nextInt(4) == 0) {
      builder.ended();
    }
    RunEvent event =
        switch (random.nextInt(10)) {
          case 0, 1, 2 -> builder.create(nextOffset[partition], fields());
          case 3 -> builder.complete(nextOffset[partition], fields());
          default -> builder.patch(nextOffset[partition], fields());
        };
    events.add(event);
    chains
        .computeIfAbsent(event.line().key(), key -> new TreeMap<>())
        .computeIfAbsent(partition, any -> new ArrayList<>())
        .add(event);
  }

  private String fields() {
    StringBuilder fields = new StringBuilder();
    for (String field : FIELDS) {
      if (random.nextInt(3) == 0) {
        fields.append(fields.length() == 0 ? "" : ",").append('"').append(field).append("\":");
        fields.append(random.nextInt(6) == 0 ? "null" : value(field.endsWith("attachments")));
      }
    }
    return fields.toString();
  }

  private String value(boolean attachments) {
    String text = "\"größe " + random.nextLong() + "x".repeat(random.nextInt(60)) + "\"";
    return attachments ? "{\"" + "abc".charAt(random.nextInt(3)) + "\":" + text + "}" : text;
  }

  Set<RunKey> runs() {
    return chains.keySet();
  }

  /** How many sources have events of the run. */
  int sources(RunKey key) {
    return chains.get(key).size();
  }

  /** The plain fold: each source by itself, those with a create first, laid over each other. */
  JsonNode expected(RunKey key) throws Exception {
    ObjectNode content = JSON.createObjectNode();
    for (boolean created : new boolean[] {true, false}) {
      for (List<RunEvent> chain : chains.get(key).values()) {
        if (created == isCreated(chain)) {
          lay(content, foldChain(chain));
        }
      }
    }
    return content;
  }

  private static boolean isCreated(List<RunEvent> chain) {
    return chain.stream().anyMatch(event -> event.operation() != Operation.PATCH);
  }

  private static ObjectNode foldChain(List<RunEvent> chain) throws Exception {
    ObjectNode content = JSON.createObjectNode();
    for (RunEvent event : chain) {
      if (event.operation() == Operation.COMPLETE) {
        content.removeAll();
      }
      RunLine line = event.line();
      lay(content, (ObjectNode) JSON.readTree(line.bytes(), line.offset(), line.length()));
    }
    return content;
  }

  private static void lay(ObjectNode content, ObjectNode later) {
    for (Map.Entry<String, JsonNode> field : later.properties()) {
      JsonNode before = content.get(field.getKey());
      JsonNode value = field.getValue();
      if (before == null || before.isNull()) {
        content.set(field.getKey(), value.deepCopy());
      } else if (before.isObject() && value.isObject()) {
        ((ObjectNode) before).setAll((ObjectNode) value);
      } else if (!value.isNull()) {
        content.set(field.getKey(), value.deepCopy());
      }
    }
  }
}
