package dev.runmark.bench.read;

import dev.runmark.bench.load.KnownRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that each read one run after the other, and look whether it is the right one. */
final class Clients implements AutoCloseable {

  private final int count;
  private final List<KnownRun> runs;
  private final ExecutorService threads;

  Clients(int count, List<KnownRun> runs) {
    this.count = count;
    this.runs = runs;
    this.threads = Executors.newFixedThreadPool(count);
  }

  /**
   * What some reads took.
   *
   * @param nanos of each
   * @param wallNanos from the first one's beginning to the last one's end
   */
  record Took(long[] nanos, long wallNanos) {}

  /**
   * Reads runs by chance.
   *
   * @param reads of all clients together
   * @param seed the same one gives the same runs
   */
  Took read(PointRead way, int reads, long seed) throws IOException, InterruptedException {
    List<Callable<long[]>> work = new ArrayList<>();
    for (int client = 0; client < count; client++) {
      Random random = new Random(seed * count + client);
      work.add(() -> readOneByOne(way, Math.max(1, reads / count), random));
    }
    long begun = System.nanoTime();
    List<Future<long[]>> done = threads.invokeAll(work);
    long wall = System.nanoTime() - begun;
    long[] all = new long[0];
    for (Future<long[]> each : done) {
      long[] nanos = nanos(each);
      int before = all.length;
      all = Arrays.copyOf(all, before + nanos.length);
      System.arraycopy(nanos, 0, all, before, nanos.length);
    }
    return new Took(all, wall);
  }

  private static long[] nanos(Future<long[]> done) throws IOException, InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    }
  }

  private long[] readOneByOne(PointRead way, int reads, Random random) throws Exception {
    long[] nanos = new long[reads];
    for (int i = 0; i < reads; i++) {
      KnownRun run = runs.get(random.nextInt(runs.size()));
      long begun = System.nanoTime();
      byte[] document = way.read(run.id());
      nanos[i] = System.nanoTime() - begun;
      if (!Arrays.equals(document, run.document())) {
        throw new IllegalStateException(
            "run "
                + run.id()
                + " came back as "
                + document.length
                + " other bytes, sent "
                + run.document().length);
      }
    }
    return nanos;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
