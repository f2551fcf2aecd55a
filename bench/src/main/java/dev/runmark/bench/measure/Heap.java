package dev.runmark.bench.measure;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** What this JVM has on its heap, and what it takes there. */
public final class Heap {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long PAUSE_MILLIS = 5;

  /** What is measured. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  private Heap() {}

  /**
   * Bytes that all threads that live now have allocated since they began: of two readings, the
   * difference. A thread that ends between them takes its share along.
   */
  public static long allocated() {
    long bytes = 0;
    for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
      bytes += Math.max(0, each);
    }
    return bytes;
  }

  /** Bytes that are left when all garbage is collected. */
  public static long live() {
    System.gc();
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      bytes += left == null ? 0 : left.getUsed();
    }
    return bytes;
  }

  /**
   * How many bytes more are live while the work is done than before it, at most: garbage is
   * collected every few milliseconds meanwhile, so the work is slow.
   */
  public static long peakOver(Work work) throws Exception {
    long before = live();
    AtomicLong most = new AtomicLong(before);
    AtomicBoolean done = new AtomicBoolean();
    Thread watch =
        new Thread(
            () -> {
              while (!done.get()) {
                most.accumulateAndGet(live(), Math::max);
                pause();
              }
            },
            "heap-watch");
    watch.start();
    try {
      work.run();
    } finally {
      done.set(true);
      watch.join();
    }
    return most.get() - before;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
