package dev.runmark.bench.list;

import dev.runmark.reader.RunmarkReader;
import dev.runmark.reader.fetch.RunStream;
import dev.runmark.reader.page.Page;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.query.RunQuery;
import dev.runmark.storage.read.StoredRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a list page by page, once, and looks whether each run comes after the one before:
 * then none comes twice.
 */
final class Pages {

  /** So often is the heap looked at in a whole list. */
  private static final int LOOKS = 20;

  private final RunmarkReader reader;
  private final RunQuery query;
  private final boolean documents;
  private final List<Double> millis = new ArrayList<>();
  private final List<Double> liveMegabytes = new ArrayList<>();
  private int runs;
  private long bytes;
  private @Nullable Instant lastStart;
  private @Nullable UUID lastRun;

  Pages(RunmarkReader reader, RunQuery query, boolean documents) {
    this.reader = reader;
    this.query = query;
    this.documents = documents;
  }

  /**
   * All of it.
   *
   * @param expected runs, for the spacing of the looks at the heap
   */
  WholeList read(int expected) throws ReadException {
    int pages = Math.max(1, expected / query.limit());
    int every = Math.max(1, pages / LOOKS);
    String cursor = null;
    do {
      long begun = System.nanoTime();
      Page<IndexedRun> page = reader.list(query, cursor);
      if (documents) {
        bytes += documents(page.rows());
      }
      millis.add((System.nanoTime() - begun) / 1e6);
      page.rows().forEach(this::take);
      cursor = page.next();
      if (millis.size() % every == 0) {
        liveMegabytes.add(live());
      }
    } while (cursor != null);
    return new WholeList(runs, bytes, millis, liveMegabytes);
  }

  private long documents(List<IndexedRun> page) throws ReadException {
    RunStream stream = reader.read(page);
    long read = 0;
    for (Optional<StoredRun> run = stream.next(); run.isPresent(); run = stream.next()) {
      read += run.get().document().length();
    }
    return read;
  }

  private void take(IndexedRun run) {
    Instant start = run.listing().startTime();
    UUID id = run.key().run();
    if (start == null || lastStart != null && !before(start, id, lastStart, lastRun)) {
      throw new IllegalStateException(
          "run " + id + " of " + start + " comes after " + lastRun + " of " + lastStart);
    }
    lastStart = start;
    lastRun = id;
    runs++;
  }

  /** Newest first, then the greater id. */
  private static boolean before(Instant start, UUID id, Instant last, @Nullable UUID lastId) {
    int byTime = start.compareTo(last);
    // As PostgreSQL orders uuid, byte by byte: their text does it too.
    return byTime < 0
        || byTime == 0 && lastId != null && id.toString().compareTo(lastId.toString()) < 0;
  }

  /** What is on the heap and in use; the time that this takes is no page's. */
  private static double live() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) / 1e6;
  }
}
