package dev.runmark.proof.simulation;

import dev.runmark.sink.PartIdSource;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.objects.InMemoryObjectStore;
import dev.runmark.storage.part.PartId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What outlives every process: clock, bucket, index. And who draws all that is drawn by lot. */
final class World {

  private final Scenario scenario;
  private final Subject subject;
  private final VirtualClock clock = new VirtualClock();
  private final InMemoryObjectStore objects = new InMemoryObjectStore("simulated", clock);
  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();
  private final Counts counts = new Counts();
  private final Faults faults = new Faults(counts);
  private final List<String> trace = new ArrayList<>();
  private final Random random;
  private Observer observer = runs -> {};
  private Duration clocksOff = Duration.ZERO;
  private @Nullable Violation violation;

  /** Looks at the world after each change. */
  interface Observer {
    /**
     * @param runs whether runs may have changed, or only positions
     */
    void look(boolean runs);
  }

  World(Scenario scenario, Subject subject) {
    this.scenario = scenario;
    this.subject = subject;
    this.random = new Random(~scenario.seed());
  }

  Scenario scenario() {
    return scenario;
  }

  Subject subject() {
    return subject;
  }

  /** Of stores and of who sweeps. */
  VirtualClock clock() {
    return clock;
  }

  /** Of a process that begins now, as long as it lives: it may be wrong. */
  InstantSource clockOfProcess() {
    return InstantSource.offset(clock, clocksOff);
  }

  /**
   * From now on the clocks of processes are wrong by so much when they begin.
   *
   * @return whether that is something else than before
   */
  boolean clocksAreOff(Duration by) {
    boolean changed = !by.equals(clocksOff);
    clocksOff = by;
    return changed;
  }

  InMemoryObjectStore objects() {
    return objects;
  }

  InMemoryOffsetIndex index() {
    return index;
  }

  Faults faults() {
    return faults;
  }

  Counts counts() {
    return counts;
  }

  UUID newId() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** Names parts by the clock of a process. */
  PartIdSource ids(InstantSource ofProcess, Set<PartId> opened) {
    return () -> {
      long high = PartId.firstAt(ofProcess.instant()).getMostSignificantBits() | 0x7000L;
      long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
      PartId id = new PartId(new UUID(high | random.nextInt(0x1000), low));
      opened.add(id);
      return id;
    };
  }

  /** Who looks at what readers see. */
  void observe(Observer who) {
    observer = who;
  }

  /** Something happened that readers can see, at this very moment: perhaps it is soon healed. */
  void changed(String what, boolean runs) {
    tell(what);
    try {
      if (violation == null) {
        observer.look(runs);
      }
    } catch (Violation found) {
      // The product must not catch it.
      violation = found;
    }
  }

  void requireNoViolation() {
    if (violation != null) {
      throw violation;
    }
  }

  /** What happened, for people and for comparison. */
  void tell(String what) {
    trace.add(what);
  }

  List<String> trace() {
    return List.copyOf(trace);
  }
}
