package dev.runmark.quickstart.generate;

import dev.runmark.quickstart.check.RunFields;
import dev.runmark.quickstart.check.RunParser;
import dev.runmark.quickstart.ledger.SentLedger;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Folds the events of each run in the order in which they were sent, by the checker's fold, and
 * writes a trace's runs to the ledger once all of them were. Used by one thread.
 */
final class ExpectedRuns {

  private final SentLedger ledger;
  private final RunParser parser = new RunParser();
  private final Map<UUID, Map<UUID, Expected>> traces = new HashMap<>();

  private record Expected(RunFields fields, int events) {}

  ExpectedRuns(SentLedger ledger) {
    this.ledger = ledger;
  }

  /**
   * Takes the events of a record.
   *
   * @return how many runs it is the first to name
   */
  int add(Packed packed) throws IOException {
    Map<UUID, Expected> runs =
        traces.computeIfAbsent(packed.trace(), trace -> new LinkedHashMap<>());
    int before = runs.size();
    for (SentEvent event : packed.events()) {
      byte[] json = Packing.utf8(event.json());
      RunFields fields = parser.parse(json, 0, json.length);
      Expected known = runs.get(event.run());
      runs.put(
          event.run(),
          known == null
              ? new Expected(fields, 1)
              : new Expected(
                  event.complete() ? fields : known.fields().then(fields), known.events() + 1));
    }
    return runs.size() - before;
  }

  /** Nothing of the trace will follow. */
  void end(UUID trace) throws IOException {
    Map<UUID, Expected> runs = traces.remove(trace);
    if (runs != null) {
      write(runs);
    }
  }

  /** Nothing at all will follow: unfinished runs stand as far as they were sent. */
  void endAll() throws IOException {
    for (Map<UUID, Expected> runs : traces.values()) {
      write(runs);
    }
    traces.clear();
  }

  private void write(Map<UUID, Expected> runs) throws IOException {
    for (Map.Entry<UUID, Expected> run : runs.entrySet()) {
      Expected expected = run.getValue();
      ledger.add(run.getKey(), expected.events(), expected.fields().sha256());
    }
  }
}
