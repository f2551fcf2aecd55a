package dev.runmark.bench.scale;

import dev.runmark.bench.load.RunIds;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * Makes runs one after the other, of time-ordered ids, eight a trace, and remembers some of them
 * and the newest.
 */
final class GrowingRuns {

  static final String TENANT = "default";

  /** Of so many runs one is remembered; no divisor of batches or traces. */
  private static final int REMEMBERED = 97;

  private static final int RUNS_A_TRACE = 8;
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(8, 8), "runs", 0);
  private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");
  private static final byte[] DOCUMENT = new byte[1000];

  /** A run and what the index must say of it. */
  record Known(UUID run, EventSpan span) {}

  private final int newestKept;
  private final RunIds ids = new RunIds(3);
  private final List<Known> remembered = new ArrayList<>();
  private List<UUID> newest = new ArrayList<>();
  private UUID trace = new UUID(0, 0);
  private long made;

  /**
   * @param newestKept how many of the newest runs are remembered
   */
  GrowingRuns(int newestKept) {
    this.newestKept = newestKept;
  }

  long made() {
    return made;
  }

  List<RunLine> next(int count) {
    List<RunLine> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lines.add(next());
    }
    int from = Math.max(0, newest.size() - newestKept);
    newest = new ArrayList<>(newest.subList(from, newest.size()));
    return lines;
  }

  private RunLine next() {
    Instant start = START.plusMillis(made);
    UUID run = ids.at(start);
    if (made % RUNS_A_TRACE == 0) {
      trace = run;
    }
    EventSpan span = EventSpan.ofCreate(EventSpan.position(made, 0));
    if (made % REMEMBERED == 0) {
      remembered.add(new Known(run, span));
    }
    newest.add(run);
    made++;
    boolean root = run.equals(trace);
    return new RunLine(
        new RunKey(TENANT, run),
        trace,
        SOURCE,
        span,
        new Listing(
            "bench",
            root ? null : trace,
            root ? "AgentExecutor" : "ChatOpenAI",
            root ? "chain" : "llm",
            RunStatus.SUCCESS,
            start,
            start.plusMillis(1500)),
        DOCUMENT,
        0,
        DOCUMENT.length);
  }

  /** Some of all runs, evenly. */
  List<Known> remembered() {
    return List.copyOf(remembered);
  }

  /** The newest first. */
  List<UUID> newest() {
    List<UUID> reversed = new ArrayList<>(newest);
    Collections.reverse(reversed);
    return reversed;
  }
}
