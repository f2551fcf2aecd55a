package dev.runmark.proof.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.read.RunReader;
import dev.runmark.storage.read.StoredRun;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What readers see, looked at again and again: each run is the fold of the events that it shows,
 * shows no less than before, and nothing is missing below a position.
 */
final class VisibleRuns {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final World world;
  private final RunReader reader;
  private final Map<RunKey, Set<SentEvent>> shown = new HashMap<>();

  VisibleRuns(World world) {
    this.world = world;
    this.reader = new RunReader(world.index(), world.objects());
  }

  /**
   * @param runs whether runs may have changed, or only positions
   */
  void look(boolean runs) {
    if (runs) {
      lookAtRuns();
    }
    requireAllBelowPositions();
  }

  private void lookAtRuns() {
    for (SentRun run : world.scenario().traffic().runs()) {
      Set<SentEvent> now = look(run);
      Set<SentEvent> before = shown.put(run.key(), now);
      if (before != null) {
        requireNoneGone(run, before, now);
      }
    }
  }

  private Set<SentEvent> look(SentRun run) {
    Map<String, Object> content = read(run.key());
    Set<SentEvent> events = new HashSet<>();
    if (content.get(SentRun.MARKS) instanceof Map<?, ?> marks) {
      marks.keySet().forEach(name -> events.add(run.event(String.valueOf(name))));
    }
    Map<String, Object> wanted = SentRun.fold(events);
    if (!wanted.equals(content)) {
      throw new Violation(
          Rule.CONTENT, "run " + run.key().run() + " is " + content + ", wanted " + wanted);
    }
    return events;
  }

  private Map<String, Object> read(RunKey key) {
    try {
      Optional<StoredRun> found = reader.find(key);
      if (found.isEmpty()) {
        return Map.of();
      }
      Slice document = found.get().document();
      Map<String, Object> content =
          JSON.readValue(document.bytes(), document.offset(), document.length(), OBJECT);
      content.replaceAll((field, value) -> value == null ? SentRun.NULL : value);
      return content;
    } catch (IOException e) {
      throw new Violation(Rule.BYTES, "run " + key.run() + ": " + e.getMessage(), e);
    }
  }

  private static void requireNoneGone(SentRun run, Set<SentEvent> before, Set<SentEvent> now) {
    for (SentEvent event : before) {
      if (!isStored(event, now)) {
        throw new Violation(
            Rule.NEVER_BACK, "run " + run.key().run() + " has lost event " + event.name());
      }
    }
  }

  private static boolean isStored(SentEvent event, Set<SentEvent> visible) {
    return visible.contains(event) || visible.stream().anyMatch(event::isReplacedBy);
  }

  private void requireAllBelowPositions() {
    Map<?, Long> positions = world.index().positions();
    for (SentRun run : world.scenario().traffic().runs()) {
      Set<SentEvent> visible = shown.getOrDefault(run.key(), Set.of());
      for (SentEvent event : run.events()) {
        Long position = positions.get(Traffic.source(event.partition()));
        if (position != null && event.offset() < position && !isStored(event, visible)) {
          throw new Violation(
              Rule.POSITIONS, "position " + position + ", and " + event.name() + " is not stored");
        }
      }
    }
  }

  /** Once all was read and committed. */
  void requireAll() {
    for (SentRun run : world.scenario().traffic().runs()) {
      Set<SentEvent> visible = shown.getOrDefault(run.key(), Set.of());
      for (SentEvent event : run.events()) {
        if (!isStored(event, visible)) {
          throw new Violation(
              Rule.EVERY_EVENT, "run " + run.key().run() + " lacks event " + event.name());
        }
      }
    }
  }
}
