package dev.runmark.reader.fetch;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectReads;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Asks a second time for a range whose answer is late, takes the first answer that comes, and
 * cancels the other call.
 */
public final class HedgedReads implements ObjectReads, AutoCloseable {

  private final ObjectReads store;
  private final Duration delay;
  private final ExecutorService calls =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "runmark-reader-hedge");
            thread.setDaemon(true);
            return thread;
          });

  public HedgedReads(ObjectReads store, Duration delay) {
    this.store = store;
    this.delay = delay;
  }

  @Override
  public String bucket() {
    return store.bucket();
  }

  @Override
  public byte[] read(String key, ByteRange range) throws IOException {
    ExecutorCompletionService<byte[]> race = new ExecutorCompletionService<>(calls);
    Callable<byte[]> call = Context.current().wrap(() -> store.read(key, range));
    Future<byte[]> first = race.submit(call);
    Future<byte[]> second = null;
    try {
      Future<byte[]> done = race.poll(delay.toMillis(), TimeUnit.MILLISECONDS);
      if (done != null) {
        return answer(done);
      }
      second = race.submit(call);
      done = race.take();
      try {
        return answer(done);
      } catch (IOException oneFailed) {
        return answer(race.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("read " + key + ": interrupted");
    } finally {
      first.cancel(true);
      if (second != null) {
        second.cancel(true);
      }
    }
  }

  private static byte[] answer(Future<byte[]> done) throws IOException, InterruptedException {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException("read of a range: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    calls.shutdownNow();
  }
}
