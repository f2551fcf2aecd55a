package dev.runmark.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.SourceOffset;
import dev.runmark.job.window.WindowHarness.Backend;
import dev.runmark.sink.Trace;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.objects.InMemoryObjectStore;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.read.RunReader;
import dev.runmark.storage.read.StoredLines;
import dev.runmark.storage.read.StoredRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Wherever windows cut, whatever crashes, is restored at another parallelism or read again: a
 * reader finds the plain fold of the events, and no position is ever above one that is not stored.
 * {@code -Drunmark.seed=N} replays one history.
 */
class TraceWindowPropertyTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HISTORIES = 100;
  private static final int HISTORIES_ON_DISK = 6;

  private InMemoryObjectStore store;
  private InMemoryOffsetIndex index;
  private StoredLines stored;

  /** One history's traffic, and nothing stored yet. */
  private RandomTraffic begin(Random random, boolean scattered) {
    store = new InMemoryObjectStore("bucket");
    index = new InMemoryOffsetIndex();
    stored =
        new StoredLines(
            store, index, new FrameFormat(Compression.NONE, FrameFormat.DEFAULT_FRAME_BYTES, 0));
    return new RandomTraffic(random, scattered);
  }

  @ParameterizedTest
  @EnumSource
  void aReaderFindsThePlainFold(Backend backend) throws Exception {
    forEachSeed(
        backend,
        (seed, random) -> {
          RandomTraffic traffic = begin(random, false);
          play(traffic.events, random, backend, narrow(random));
          if (random.nextBoolean()) {
            play(traffic.events, random, backend, narrow(random));
          }
          check(seed, traffic);
        });
  }

  /** Outside the contract: positions of two sources have no order, but nothing may be lost. */
  @ParameterizedTest
  @EnumSource
  void eventsOfARunInTwoPartitionsAreAllKept(Backend backend) throws Exception {
    forEachSeed(
        backend,
        (seed, random) -> {
          RandomTraffic traffic = begin(random, true);
          play(traffic.events, random, backend, narrow(random));
          check(seed, traffic);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aRunWhoseEventsMetInOneWindowIsOneLine(Backend backend) throws Exception {
    forEachSeed(
        backend,
        (seed, random) -> {
          RandomTraffic traffic = begin(random, random.nextBoolean());
          play(traffic.events, random, backend, NEVER);
          check(seed, traffic);
          for (RunKey run : traffic.runs()) {
            int reads = store.calls(InMemoryObjectStore.Operation.READ);
            assertThat(find(run).lines())
                .as("run %s, seed %d", run, seed)
                .isEqualTo(traffic.sources(run));
            assertThat(store.calls(InMemoryObjectStore.Operation.READ) - reads)
                .isEqualTo(traffic.sources(run));
          }
        });
  }

  /** Nothing closes before the end of the input. */
  private static final WindowRules NEVER =
      new WindowRules(
          Duration.ofDays(1),
          Duration.ofDays(1),
          Duration.ofDays(1),
          MemorySize.ofMebiBytes(64),
          MemorySize.ofMebiBytes(64),
          MemorySize.ofMebiBytes(32),
          false);

  private static WindowRules narrow(Random random) {
    return new WindowRules(
        Duration.ofMillis(1 + random.nextInt(20)),
        Duration.ofMillis(1 + random.nextInt(50)),
        Duration.ofMillis(1 + random.nextInt(200)),
        new MemorySize(100 + random.nextInt(4000)),
        new MemorySize(1000 + random.nextInt(30_000)),
        new MemorySize(1 + random.nextInt(2000)),
        false);
  }

  private void play(List<RunEvent> events, Random random, Backend backend, WindowRules rules)
      throws Exception {
    try (Play play = new Play(events, random, backend, rules)) {
      while (play.next < events.size()) {
        play.step();
      }
      play.drain();
    }
  }

  /** Delivers the events, with checkpoints, crashes and changes of parallelism in between. */
  private final class Play implements AutoCloseable {
    private final List<RunEvent> events;
    private final Random random;
    private final Backend backend;
    private final WindowRules rules;
    private final List<RunLine> uncommitted = new ArrayList<>();
    private long now = 1_000_000;
    private int next;
    private int checkpointed;
    private final UUID submission = UUID.randomUUID();
    private long checkpoint;
    private OperatorSubtaskState state;
    private WindowHarness window;

    Play(List<RunEvent> events, Random random, Backend backend, WindowRules rules)
        throws Exception {
      this.events = events;
      this.random = random;
      this.backend = backend;
      this.rules = rules;
      window = WindowHarness.open(rules, backend, 1, null, now);
    }

    void step() throws Exception {
      switch (random.nextInt(20)) {
        case 0 -> checkpoint();
        case 1 -> crash();
        case 2, 3, 4 -> {
          now += random.nextInt(30);
          window.timeIs(now);
        }
        default -> window.add(events.get(next++));
      }
      takeWritten();
    }

    private void checkpoint() throws Exception {
      state = window.snapshot(1);
      checkpointed = next;
      takeWritten();
      commit();
    }

    private void crash() throws Exception {
      window.close();
      uncommitted.clear();
      now += random.nextInt(100);
      window = WindowHarness.open(rules, backend, 1 + random.nextInt(3), state, now);
      next = checkpointed;
    }

    void drain() throws Exception {
      window.endInput();
      takeWritten();
      commit();
      assertThat(window.tracesInState()).isZero();
      assertThat(window.timers()).isZero();
    }

    private void takeWritten() {
      for (Trace trace : window.written()) {
        uncommitted.addAll(trace.lines());
      }
    }

    private void commit() throws Exception {
      if (!uncommitted.isEmpty()) {
        stored.commit(uncommitted.toArray(RunLine[]::new));
        uncommitted.clear();
      }
      checkpoint++;
      for (Frontier told : window.frontiers()) {
        Frontier mine =
            new Frontier(submission, checkpoint, told.subtask(), told.subtasks(), told.sources());
        index.commit(new PartCommit(List.of(), Set.of(), List.of(mine), part -> List.of()));
      }
      checkPositions();
    }

    private void checkPositions() {
      Map<SourcePartition, Long> positions = index.positions();
      for (RunEvent event : events) {
        RunLine line = event.line();
        if (SourceOffset.of(line) < positions.getOrDefault(line.source(), 0L)) {
          int source = line.source().partition() + 1;
          assertThat(index.find(line.key()))
              .as("%s, positions %s", line.span(), positions)
              .anyMatch(found -> found.source() == source && found.span().covers(line.span()));
        }
      }
    }

    @Override
    public void close() {
      window.close();
    }
  }

  private void check(long seed, RandomTraffic traffic) throws Exception {
    for (RunKey run : traffic.runs()) {
      Slice document = find(run).document();
      assertThat(JSON.readTree(document.bytes(), document.offset(), document.length()))
          .as("run %s; replay with -Drunmark.seed=%d", run, seed)
          .isEqualTo(traffic.expected(run));
    }
  }

  private StoredRun find(RunKey run) throws Exception {
    return new RunReader(index, store).find(run).orElseThrow();
  }

  @FunctionalInterface
  private interface OneHistory {
    void play(long seed, Random random) throws Exception;
  }

  private static void forEachSeed(Backend backend, OneHistory history) {
    for (long seed : seeds(backend)) {
      try {
        history.play(seed, new Random(seed));
      } catch (Exception | AssertionError e) {
        throw new AssertionError("replay with -Drunmark.seed=" + seed + ": " + e, e);
      }
    }
  }

  private static List<Long> seeds(Backend backend) {
    Long only = Long.getLong("runmark.seed");
    if (only != null) {
      return List.of(only);
    }
    long base = System.nanoTime();
    List<Long> seeds = new ArrayList<>();
    int histories = backend == Backend.HASHMAP ? HISTORIES : HISTORIES_ON_DISK;
    for (int i = 0; i < histories; i++) {
      seeds.add(base + i);
    }
    return seeds;
  }
}
