package dev.runmark.quickstart.generate;

import java.util.concurrent.atomic.AtomicLong;

/** What {@link LoadProgress} tells; added to by one thread, read by any. */
final class LoadCounters {

  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong poison = new AtomicLong();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  void add(Packed packed, int newRuns) {
    runs.addAndGet(newRuns);
    events.addAndGet(packed.events().size());
    poison.addAndGet(packed.poison() == null ? 0 : 1);
    records.incrementAndGet();
    bytes.addAndGet(packed.value().length);
  }

  LoadProgress progress() {
    return new LoadProgress(runs.get(), events.get(), poison.get(), records.get(), bytes.get());
  }
}
