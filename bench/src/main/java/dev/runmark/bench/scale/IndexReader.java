package dev.runmark.bench.scale;

import dev.runmark.bench.measure.Spread;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.query.RunQuery;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Asks the index as the reader does, and looks whether each answer is the right one. */
final class IndexReader {

  private static final RunQuery NEWEST = RunQuery.of(GrowingRuns.TENANT).withProject("bench");

  private final PostgresReadIndex index;
  private final GrowingRuns runs;

  IndexReader(PostgresReadIndex index, GrowingRuns runs) {
    this.index = index;
    this.runs = runs;
  }

  /** The median look-up of one run, in microseconds. */
  double lookUps(int count, int round) throws ReadException {
    List<GrowingRuns.Known> known = runs.remembered();
    Random random = new Random(round);
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      GrowingRuns.Known wanted = known.get(random.nextInt(known.size()));
      long begun = System.nanoTime();
      List<LineLocation> lines = index.find(new RunKey(GrowingRuns.TENANT, wanted.run()));
      micros[i] = (System.nanoTime() - begun) / 1e3;
      if (lines.size() != 1 || !lines.get(0).span().equals(wanted.span())) {
        throw new IllegalStateException("run " + wanted + " was found as " + lines);
      }
    }
    return Spread.of(micros).median();
  }

  /** The median first page of a project's runs, in microseconds. */
  double pages(int count) throws ReadException {
    List<UUID> wanted = runs.newest().subList(0, NEWEST.limit());
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      long begun = System.nanoTime();
      List<IndexedRun> page = index.runs(NEWEST, null, NEWEST.limit());
      micros[i] = (System.nanoTime() - begun) / 1e3;
      if (!page.stream().map(run -> run.key().run()).toList().equals(wanted)) {
        throw new IllegalStateException(
            "first page among " + runs.made() + " runs: " + page.size() + " runs, not the newest");
      }
    }
    return Spread.of(micros).median();
  }
}
