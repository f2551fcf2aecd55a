package dev.runmark.bench.commit;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Runs that become visible together, of eight to a trace, no two batches having one in common.
 *
 * @param number of the batch, from 0
 */
record Batch(int number, List<RunLine> lines) {

  private static final String TENANT = "default";
  private static final int RUNS_A_TRACE = 8;
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(8, 8), "runs", 0);
  private static final Instant START = Instant.parse("2026-02-03T04:05:06Z");
  private static final byte[] DOCUMENT = new byte[1000];

  static Batch of(int number, int rows, IdOrder order) {
    Function<Instant, UUID> ids = order.ids(number);
    List<RunLine> lines = new ArrayList<>(rows);
    UUID trace = new UUID(0, 0);
    for (int i = 0; i < rows; i++) {
      long position = (long) number * rows + i;
      Instant start = START.plusMillis(position);
      UUID run = ids.apply(start);
      if (i % RUNS_A_TRACE == 0) {
        trace = run;
      }
      lines.add(line(position, run, trace, start));
    }
    return new Batch(number, lines);
  }

  private static RunLine line(long position, UUID run, UUID trace, Instant start) {
    boolean root = run.equals(trace);
    return new RunLine(
        new RunKey(TENANT, run),
        trace,
        SOURCE,
        EventSpan.ofCreate(EventSpan.position(position, 0)),
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
}
