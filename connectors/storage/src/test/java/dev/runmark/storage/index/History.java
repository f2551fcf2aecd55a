package dev.runmark.storage.index;

import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Random events of a few runs from one to three sources, cut into lines in several ways, as windows
 * and replays cut them; and what a plain fold of the events says.
 *
 * <p>The content of an event is a map of fields. Names of fields are few, so that events overwrite
 * each other often; values are all distinct, so that a wrong one shows.
 */
final class History {

  private enum Kind {
    CREATE,
    PATCH,
    COMPLETE
  }

  private record Event(long position, Kind kind, Map<String, String> fields) {}

  /** What a reader must find for a run. */
  record Expected(Map<String, String> content, boolean created) {}

  private static final String[] FIELDS = {"inputs", "outputs", "error", "tags", "name", "status"};

  private final Random random;
  private final Map<RunKey, TreeMap<Integer, List<Event>>> events = new LinkedHashMap<>();
  private final Map<RunKey, Map<Integer, Map<EventSpan, Map<String, String>>>> contents =
      new LinkedHashMap<>();

  /** The lines of the first cut, which hold every event, and of further cuts, shuffled together. */
  final List<Line> lines = new ArrayList<>();

  History(Random random, int firstRun, int runs) {
    this.random = random;
    for (int i = 0; i < runs; i++) {
      RunKey key = TestLines.run(firstRun + i);
      events.put(key, randomEvents());
      events.get(key).forEach((source, chain) -> cutSeveralTimes(key, source, chain));
    }
    Collections.shuffle(lines, random);
  }

  Set<RunKey> runs() {
    return events.keySet();
  }

  private TreeMap<Integer, List<Event>> randomEvents() {
    TreeMap<Integer, List<Event>> sources = new TreeMap<>();
    int howMany = 1 + random.nextInt(3);
    for (int source = 0; source < howMany; source++) {
      List<Event> chain = new ArrayList<>();
      long offset = random.nextInt(5);
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        chain.add(event(EventSpan.position(offset, 0)));
        offset += 1 + random.nextInt(3);
      }
      sources.put(source, chain);
    }
    return sources;
  }

  private Event event(long position) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : FIELDS) {
      if (random.nextInt(3) == 0) {
        fields.put(field, field.equals("status") ? anyStatus() : "v" + random.nextLong());
      }
    }
    int dice = random.nextInt(10);
    Kind kind = dice < 3 ? Kind.CREATE : dice < 8 ? Kind.PATCH : Kind.COMPLETE;
    return new Event(position, kind, fields);
  }

  private String anyStatus() {
    return RunStatus.values()[random.nextInt(3)].name();
  }

  /** The first cut holds all events; the others a consecutive piece of them, as replays do. */
  private void cutSeveralTimes(RunKey key, int source, List<Event> chain) {
    cut(key, source, chain);
    for (int more = random.nextInt(3); more > 0; more--) {
      int from = random.nextInt(chain.size());
      cut(key, source, chain.subList(from, from + 1 + random.nextInt(chain.size() - from)));
    }
  }

  private void cut(RunKey key, int source, List<Event> piece) {
    int from = 0;
    while (from < piece.size()) {
      int to = from + 1 + random.nextInt(piece.size() - from);
      addLine(key, source, piece.subList(from, to));
      from = to;
    }
  }

  private void addLine(RunKey key, int source, List<Event> piece) {
    boolean complete = piece.stream().anyMatch(event -> event.kind() == Kind.COMPLETE);
    boolean created = piece.stream().anyMatch(event -> event.kind() != Kind.PATCH);
    long lo = complete ? 0 : piece.get(0).position();
    EventSpan span = new EventSpan(lo, piece.get(piece.size() - 1).position(), created);
    Map<String, String> content = foldChain(piece);
    contents
        .computeIfAbsent(key, any -> new TreeMap<>())
        .computeIfAbsent(source, any -> new LinkedHashMap<>())
        .put(span, content);
    UUID trace = new UUID(1, key.run().getLeastSignificantBits());
    lines.add(new Line(key, trace, source, span, listing(content)));
  }

  private static Listing listing(Map<String, String> content) {
    String status = content.get("status");
    return new Listing(
        null,
        null,
        content.get("name"),
        null,
        status == null ? null : RunStatus.valueOf(status),
        null,
        null);
  }

  private static Map<String, String> foldChain(List<Event> chain) {
    Map<String, String> content = new TreeMap<>();
    for (Event event : chain) {
      if (event.kind() == Kind.COMPLETE) {
        content.clear();
      }
      content.putAll(event.fields());
    }
    return content;
  }

  /**
   * The plain fold: each source by itself, those that hold a create first, laid over each other.
   */
  Expected expected(RunKey key) {
    TreeMap<Integer, List<Event>> sources = events.get(key);
    Set<Integer> created = new HashSet<>();
    sources.forEach(
        (source, chain) -> {
          if (chain.stream().anyMatch(event -> event.kind() != Kind.PATCH)) {
            created.add(source);
          }
        });
    Map<String, String> content = new TreeMap<>();
    List<Integer> order = new ArrayList<>(created);
    Collections.sort(order);
    sources.keySet().stream().filter(source -> !created.contains(source)).forEach(order::add);
    order.forEach(source -> content.putAll(foldChain(sources.get(source))));
    return new Expected(content, !created.isEmpty());
  }

  /** What a reader makes of the lines that the index names. */
  Map<String, String> read(RunKey key, List<LineLocation> found, Map<Integer, Integer> partitions) {
    Map<String, String> content = new TreeMap<>();
    for (LineLocation line : found) {
      content.putAll(contents.get(key).get(partitions.get(line.source())).get(line.span()));
    }
    return content;
  }
}
