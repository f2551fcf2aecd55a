package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.sink.Subtask.Snapshot;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.SourceFrontier;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.FrameDecoder;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

/**
 * Any schedule of writes, barriers, notifications lost and given, aborts, crashes, restores from
 * any retained checkpoint and changes of parallelism: every line is found once, where its row says,
 * nothing is ever refused, and no position is above a line that is not found.
 */
class RandomSchedulesTest {

  private static final int PARTITIONS = 4;
  private static final int LINES = 60;
  private static final int STEPS = 40;
  private static final int RETAINED = 3;

  /** A completed checkpoint: where reading was, and the state of all subtasks. */
  private record Checkpoint(int[] positions, Snapshot state, int parallelism) {}

  @Test
  void everyLineIsFoundOnce() throws Exception {
    int restores = 0;
    for (int round = 0; round < 30; round++) {
      long seed = Long.getLong("seed", System.nanoTime());
      try (Job job = new Job(seed)) {
        job.run();
        restores += job.restores;
      } catch (Exception | AssertionError e) {
        throw new AssertionError("replay with -Dseed=" + seed, e);
      }
    }
    assertThat(restores).as("schedules that restored something").isPositive();
  }

  /** The job around the sink, as far as it matters: a source that can be read again. */
  private static final class Job implements AutoCloseable {

    private final Random random;
    private final WatchedStore store = new WatchedStore();
    private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();
    private final NdjsonSink sink;
    private final List<Checkpoint> retained = new ArrayList<>();
    private final List<Subtask> subtasks = new ArrayList<>();
    private int[] positions = new int[PARTITIONS];
    private long checkpoint;
    private int restores;
    private UUID submission = UUID.randomUUID();
    private int[] seen = new int[PARTITIONS];

    Job(long seed) throws Exception {
      random = new Random(seed);
      Compression compression = Compression.values()[random.nextInt(3)];
      PartOptions options =
          new PartOptions(
              new MemorySize(1 + random.nextInt(2000)),
              MemorySize.parse("1mb"),
              compression,
              new MemorySize(1 + random.nextInt(500)),
              FrameFormat.defaultLevel(compression));
      Arrays.fill(seen, -1);
      sink = new NdjsonSink(retries -> store, retries -> index, "runs", options);
      subtasks.add(Subtask.start(sink));
    }

    void run() throws Exception {
      barrier(true);
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(10)) {
          case 0 -> restore();
          case 1, 2 -> barrier(random.nextBoolean());
          case 3 -> abortedBarrier();
          default -> read(random.nextInt(PARTITIONS), 1 + random.nextInt(5));
        }
        checkPositions(false);
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        read(partition, LINES);
      }
      barrier(true);
      checkAll();
      checkPositions(true);
    }

    private void read(int partition, int count) throws Exception {
      Subtask owner = subtasks.get(partition % subtasks.size());
      for (int i = 0; i < count && positions[partition] < LINES; i++) {
        seen[partition] = positions[partition];
        owner.write(List.of(line(partition, positions[partition]++)));
      }
    }

    /** A checkpoint that completes; its notification may be lost by some. */
    private void barrier(boolean allNotified) throws Exception {
      Snapshot[] snapshots = snapshots();
      retained.add(new Checkpoint(positions.clone(), Snapshot.of(snapshots), subtasks.size()));
      if (retained.size() > RETAINED) {
        retained.remove(0);
      }
      for (Subtask subtask : subtasks) {
        if (allNotified || random.nextBoolean()) {
          subtask.complete(checkpoint);
        }
      }
    }

    private void abortedBarrier() throws Exception {
      snapshots();
      for (Subtask subtask : subtasks) {
        subtask.abort(checkpoint);
      }
    }

    private Snapshot[] snapshots() throws Exception {
      checkpoint++;
      Snapshot[] snapshots = new Snapshot[subtasks.size()];
      for (int i = 0; i < snapshots.length; i++) {
        subtasks.get(i).mark(frontier(i));
        snapshots[i] = subtasks.get(i).snapshot(checkpoint);
      }
      return snapshots;
    }

    private Frontier frontier(int subtask) {
      List<SourceFrontier> told = new ArrayList<>();
      for (int p = subtask; p < PARTITIONS; p += subtasks.size()) {
        if (seen[p] >= 0) {
          told.add(new SourceFrontier(source(p), OptionalLong.empty(), OptionalLong.of(seen[p])));
        }
      }
      return new Frontier(submission, checkpoint, subtask, subtasks.size(), told);
    }

    private void checkPositions(boolean all) {
      Map<SourcePartition, Long> told = index.positions();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        long position = told.getOrDefault(source(partition), 0L);
        for (int offset = 0; offset < position; offset++) {
          assertThat(index.find(line(partition, offset).key()))
              .as("%d/%d, position %d", partition, offset, position)
              .hasSize(1);
        }
        if (all) {
          assertThat(position).isEqualTo(LINES);
        }
      }
    }

    private void restore() throws Exception {
      restores++;
      close();
      Checkpoint from = retained.get(random.nextInt(retained.size()));
      int parallelism = 1 + random.nextInt(PARTITIONS - 1);
      positions = from.positions().clone();
      Arrays.fill(seen, -1);
      submission = UUID.randomUUID();
      for (int i = 0; i < parallelism; i++) {
        Snapshot part = from.state().part(from.parallelism(), parallelism, i);
        subtasks.add(Subtask.restore(sink, part, parallelism, i));
      }
    }

    private void checkAll() throws Exception {
      assertThat(index.runs()).hasSize(PARTITIONS * LINES);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        for (int offset = 0; offset < LINES; offset++) {
          RunLine wanted = line(partition, offset);
          List<LineLocation> found = index.find(wanted.key());
          assertThat(found).as("%s", wanted.key()).hasSize(1);
          assertThat(content(found.get(0))).isEqualTo(wanted.bytes());
        }
      }
      assertThat(store.openUploads).isZero();
    }

    private byte[] content(LineLocation line) throws Exception {
      String key = line.location().key(line.part(), line.compression());
      byte[] frame = store.read(key, line.place().frame());
      return FrameDecoder.line(line.place(), line.compression(), frame, 1 << 20);
    }

    @Override
    public void close() {
      subtasks.forEach(Subtask::close);
      subtasks.clear();
    }

    private static SourcePartition source(int partition) {
      return new SourcePartition(new UUID(7, 7), "runs", partition);
    }

    private static RunLine line(int partition, int offset) {
      UUID run = new UUID(partition + 1, offset);
      byte[] json =
          IntStream.range(0, 1 + offset % 9)
              .mapToObj(i -> partition + "é" + offset)
              .reduce("", String::concat)
              .getBytes(StandardCharsets.UTF_8);
      return new RunLine(
          new RunKey("default", run),
          new UUID(9, offset),
          source(partition),
          EventSpan.ofCreate(EventSpan.position(offset, 0)),
          Listing.NONE,
          json,
          0,
          json.length);
    }
  }
}
