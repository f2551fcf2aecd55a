package dev.runmark.storage.objects;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where pieces travel: so many at a time over all uploads of a store, each in a buffer that goes
 * round.
 *
 * <p>Memory is bounded by (open uploads + pieces in flight) buffers: an upload fills one at a time,
 * and sending it waits until there is room. What is in flight ends by itself within a bounded time,
 * so nobody waits for ever.
 */
final class PieceLane {

  private final int pieceSize;
  private final int inFlight;
  private final Semaphore room;
  private final ConcurrentLinkedQueue<byte[]> idle = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads;

  PieceLane(int pieceSize, int inFlight) {
    this.pieceSize = pieceSize;
    this.inFlight = inFlight;
    this.room = new Semaphore(inFlight);
    this.threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "s3 piece");
              thread.setDaemon(true);
              return thread;
            });
  }

  byte[] takeBuffer() {
    byte[] buffer = idle.poll();
    return buffer == null ? new byte[pieceSize] : buffer;
  }

  void giveBack(byte @Nullable [] buffer) {
    if (buffer != null && idle.size() <= inFlight) {
      idle.add(buffer);
    }
  }

  /** Starts sending once there is room, and gives the buffer back when it was sent or failed. */
  <T> Future<T> send(byte[] buffer, Callable<T> sending) throws IOException {
    try {
      room.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("wait for one of " + inFlight + " pieces: interrupted");
    }
    return threads.submit(
        () -> {
          try {
            return sending.call();
          } finally {
            giveBack(buffer);
            room.release();
          }
        });
  }

  /** Work beside the pieces that must not depend on the caller's being interrupted. */
  Future<?> run(Runnable work) {
    return threads.submit(work);
  }

  /** Lets what is under way end, for so long; then interrupts it. */
  void close(Duration grace) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
