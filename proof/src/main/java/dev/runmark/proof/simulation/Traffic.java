package dev.runmark.proof.simulation;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The records of a topic, made from a seed: records of several events, of one and of none; runs of
 * few traces, so that windows hold much and events overwrite each other. In some topics the events
 * of a run are scattered over the partitions, which producers must not do.
 */
final class Traffic {

  private static final UUID TOPIC = new UUID(7, 7);
  private static final String[] FIELDS = {"inputs", "outputs", "error", "tags"};
  private static final Instant START = Instant.parse("2026-11-20T09:00:00Z");

  private final Random random;
  private final boolean scattered;
  private final int traces;
  private final List<List<List<RunEvent>>> partitions = new ArrayList<>();
  private final Map<RunKey, SentRun> runs = new LinkedHashMap<>();

  Traffic(Random random) {
    this.random = random;
    scattered = random.nextInt(5) == 0;
    traces = 2 + random.nextInt(6);
    int count = 1 + random.nextInt(3);
    for (int partition = 0; partition < count; partition++) {
      List<List<RunEvent>> records = new ArrayList<>();
      int length = 10 + random.nextInt(40);
      for (long offset = 0; offset < length; offset++) {
        int events = offset == length - 1 ? 1 : Math.max(0, random.nextInt(6) - 2);
        records.add(record(partition, count, offset, events));
      }
      partitions.add(records);
    }
  }

  int partitions() {
    return partitions.size();
  }

  List<List<RunEvent>> records(int partition) {
    return partitions.get(partition);
  }

  Collection<SentRun> runs() {
    return runs.values();
  }

  static SourcePartition source(int partition) {
    return new SourcePartition(TOPIC, "runs", partition);
  }

  private List<RunEvent> record(int partition, int count, long offset, int size) {
    Map<RunKey, Integer> inRecord = new HashMap<>();
    List<RunEvent> events = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int trace = random.nextInt(traces);
      int run = random.nextInt(3);
      if (!scattered && trace % count != partition) {
        trace = trace - trace % count + partition;
      }
      RunKey key = new RunKey("default", id(trace + 100 * run));
      int k = inRecord.merge(key, 1, Integer::sum) - 1;
      SentEvent sent = sent(key, partition, offset, k);
      runs.computeIfAbsent(key, SentRun::new).add(sent);
      events.add(event(key, id(trace), sent));
    }
    return events;
  }

  /** Creates stand before patches in a record. */
  private SentEvent sent(RunKey key, int partition, long offset, int k) {
    Operation operation =
        switch (k > 0 ? 9 : random.nextInt(10)) {
          case 0, 1, 2 -> Operation.CREATE;
          case 3, 4 -> Operation.COMPLETE;
          default -> Operation.PATCH;
        };
    String name = SentEvent.name(partition, offset, k);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", key.run().toString());
    for (String field : FIELDS) {
      if (random.nextInt(4) == 0) {
        boolean nothing = random.nextInt(6) == 0;
        fields.put(field, nothing ? SentRun.NULL : "é" + name + "x".repeat(random.nextInt(40)));
      }
    }
    fields.put(SentRun.MARKS, Map.of(name, "seen"));
    return new SentEvent(partition, offset, k, operation, fields);
  }

  private RunEvent event(RunKey key, UUID trace, SentEvent sent) {
    long position = EventSpan.position(sent.offset(), sent.k());
    EventSpan span =
        switch (sent.operation()) {
          case CREATE -> EventSpan.ofCreate(position);
          case PATCH -> EventSpan.ofPatch(position);
          case COMPLETE -> EventSpan.ofComplete(position);
        };
    byte[] document = json(sent.fields()).getBytes(StandardCharsets.UTF_8);
    Instant end = random.nextInt(6) == 0 ? START.plusSeconds(90) : null;
    UUID parent = key.run().equals(trace) || random.nextBoolean() ? null : trace;
    Instant start = START.plusSeconds(random.nextInt(9));
    Listing listing = new Listing(null, parent, null, null, null, start, end);
    RunLine line =
        new RunLine(
            key, trace, source(sent.partition()), span, listing, document, 0, document.length);
    return new RunEvent(sent.operation(), line);
  }

  private static String json(Map<String, Object> fields) {
    StringBuilder json = new StringBuilder("{");
    fields.forEach(
        (field, value) ->
            json.append(json.length() == 1 ? "" : ",")
                .append('"')
                .append(field)
                .append("\":")
                .append(value instanceof Map<?, ?> marks ? mark(marks) : text(value)));
    return json.append('}').toString();
  }

  private static String mark(Map<?, ?> marks) {
    return "{\"" + marks.keySet().iterator().next() + "\":\"seen\"}";
  }

  private static String text(Object value) {
    return value == SentRun.NULL ? "null" : "\"" + value + "\"";
  }

  private static UUID id(int number) {
    return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }
}
