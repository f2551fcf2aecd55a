package dev.runmark.reader.fetch;

import dev.runmark.reader.fetch.Stretch.Frame;
import dev.runmark.reader.fetch.Stretch.Wanted;
import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.ReadException;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectMissingException;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.read.CheckedLines;
import dev.runmark.storage.read.LineFrames;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Gets the frames of several runs by few GETs, some of them at a time. Thread-safe: all streams of
 * a reader share its threads, and one that finds none free does the work itself.
 */
public final class FrameFetch implements AutoCloseable {

  private static final int AT_A_TIME = 8;

  private final CachedReads cache;
  private final LineFrames frames;
  private final long gap;
  private final long window;
  private final ThreadPoolExecutor threads;

  /**
   * @param gap bytes between two frames of a part that are still read as one
   * @param window bytes of frames that are wanted at once
   */
  public FrameFetch(CachedReads cache, long gap, long window) {
    this.cache = cache;
    this.frames = new LineFrames(cache.uncached());
    this.gap = gap;
    this.window = window;
    this.threads =
        new ThreadPoolExecutor(
            0,
            AT_A_TIME,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "runmark-reader-fetch");
              thread.setDaemon(true);
              return thread;
            },
            FrameFetch::runHere);
  }

  /** A task that nobody runs would be waited for without end. */
  private static void runHere(Runnable task, ThreadPoolExecutor threads) {
    if (threads.isShutdown()) {
      throw new RejectedExecutionException("the reader is closed");
    }
    task.run();
  }

  long window() {
    return window;
  }

  /** A part was not there: of which run the look-up is to be made again. */
  static final class MovedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient RunKey run;
    private final transient LineLocation line;

    MovedException(RunKey run, LineLocation line, ObjectMissingException cause) {
      super(cause.getMessage(), cause);
      this.run = run;
      this.line = line;
    }

    CorruptRunException corrupt() {
      return CheckedLines.corrupt(run, line, String.valueOf(getMessage()), this);
    }
  }

  /** All frames of the runs, as they are stored. */
  Map<Frame, byte[]> fetch(List<IndexedRun> runs) throws MovedException, ReadException {
    Map<Frame, byte[]> had = kept(runs);
    List<Stretch> stretches = Stretch.of(runs, had, gap, window);
    if (stretches.size() == 1) {
      had.putAll(read(stretches.get(0)));
      return had;
    }
    List<Future<Map<Frame, byte[]>>> reads = new ArrayList<>();
    try {
      for (Stretch stretch : stretches) {
        reads.add(threads.submit(Context.current().wrap(() -> read(stretch))));
      }
      for (Future<Map<Frame, byte[]>> read : reads) {
        had.putAll(answer(read));
      }
      return had;
    } catch (RejectedExecutionException closed) {
      throw away("the reader is closed", closed);
    } finally {
      reads.forEach(read -> read.cancel(true));
    }
  }

  /** The frame of a line once more: the bytes that came before are not the line's. */
  byte[] again(RunKey run, LineLocation line) throws ReadException {
    cache.forget(object(line), line.place().frame());
    return frames.readAgain(run, line);
  }

  private Map<Frame, byte[]> kept(List<IndexedRun> runs) {
    Map<Frame, byte[]> kept = new HashMap<>();
    for (IndexedRun run : runs) {
      for (LineLocation line : run.lines()) {
        byte[] bytes = cache.kept(object(line), line.place().frame());
        if (bytes != null) {
          kept.put(Frame.of(line), bytes);
        }
      }
    }
    return kept;
  }

  private Map<Frame, byte[]> read(Stretch stretch) throws MovedException, ReadException {
    Wanted first = stretch.first();
    try {
      return split(stretch, frames.read(first.run(), first.line(), stretch.range()));
    } catch (ObjectMissingException e) {
      throw new MovedException(first.run(), first.line(), e);
    } catch (CorruptRunException e) {
      if (stretch.lines().size() == 1) {
        throw e;
      }
      // One by one, so that the error names the run that it concerns.
      Map<Frame, byte[]> read = new HashMap<>();
      for (Stretch one : stretch.apart()) {
        read.putAll(read(one));
      }
      return read;
    }
  }

  private Map<Frame, byte[]> split(Stretch stretch, byte[] bytes) {
    Map<Frame, byte[]> read = new HashMap<>();
    for (Wanted line : stretch.lines()) {
      ByteRange own = line.frame().range();
      int from = Math.toIntExact(own.start() - stretch.range().start());
      int to = Math.toIntExact(own.end() - stretch.range().start());
      byte[] frame = stretch.lines().size() == 1 ? bytes : Arrays.copyOfRange(bytes, from, to);
      cache.keep(object(line.line()), own, frame);
      read.put(line.frame(), frame);
    }
    return read;
  }

  private static String object(LineLocation line) {
    return line.location().key(line.part(), line.compression());
  }

  private static <T> T answer(Future<T> read) throws MovedException, ReadException {
    try {
      return read.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ReadException failure) {
        throw failure;
      }
      if (e.getCause() instanceof MovedException moved) {
        throw moved;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw away(String.valueOf(e.getCause()), e);
    }
  }

  private static StoreAwayException away(String why, Exception cause) {
    return new StoreAwayException(
        StoreAwayException.Store.OBJECTS, Duration.ZERO, "read of ranges: " + why, cause);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
