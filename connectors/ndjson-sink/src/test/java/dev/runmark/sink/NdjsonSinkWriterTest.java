package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.SourceFrontier;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

class NdjsonSinkWriterTest {

  private final WatchedStore store = new WatchedStore();
  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();
  private final RandomLines random = new RandomLines(3);

  @Test
  void everyBarrierGivesOneCommittableThatNamesThePartsBefore() throws Exception {
    try (Subtask subtask = Subtask.start(sink(PartOptions.of(Compression.NONE)))) {
      PartCommittable empty = barrier(subtask, 1, 0);
      assertThat(empty.parts()).isEmpty();
      assertThat(empty.previous()).isEmpty();
      PartCommittable first = barrier(subtask, 2, 5);
      assertThat(first.previous()).isEmpty();
      PartCommittable idle = barrier(subtask, 3, 0);
      assertThat(idle.parts()).isEmpty();
      assertThat(idle.previous()).isEqualTo(ids(first));
      PartCommittable second = barrier(subtask, 4, 5);
      assertThat(second.previous()).isEqualTo(ids(first));
      PartCommittable third = barrier(subtask, 5, 5);
      assertThat(third.previous()).isEqualTo(ids(second));
    }
  }

  @Test
  void aFrontierGoesWithTheCommittableOfItsBarrierAndNoOther() throws Exception {
    try (Subtask subtask = Subtask.start(sink(PartOptions.of(Compression.NONE)))) {
      subtask.mark(frontier(1, 0, 1));
      assertThat(barrier(subtask, 1, 2).frontier()).isEqualTo(frontier(1, 0, 1));
      assertThat(barrier(subtask, 2, 2).frontier()).isNull();
      subtask.mark(frontier(3, 0, 1));
      subtask.mark(frontier(4, 0, 1));
      PartCommittable empty = barrier(subtask, 4, 0);
      assertThat(empty.parts()).isEmpty();
      assertThat(empty.frontier()).as("the latest one").isEqualTo(frontier(4, 0, 1));
    }
  }

  @Test
  void theFrontierAtTheEndOfTheInputIsCommittedToo() throws Exception {
    try (Subtask subtask = Subtask.start(sink(PartOptions.of(Compression.NONE)))) {
      subtask.write(random.take(2, 100));
      subtask.mark(frontier(1, 0, 1));
      subtask.endInput();
      subtask.snapshot(1);
      subtask.complete(1);
      assertThat(subtask.lastCommittable().frontier()).isEqualTo(frontier(1, 0, 1));
      assertThat(index.positions()).containsValue(8L);
    }
  }

  @Test
  void theFrontierOfAnotherSubtaskIsRefused() throws Exception {
    try (Subtask subtask = Subtask.start(sink(PartOptions.of(Compression.NONE)))) {
      assertThatThrownBy(() -> subtask.mark(frontier(1, 1, 2)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("frontier of subtask 1 of 2 came to writer 0 of 1");
    }
  }

  private static Frontier frontier(long checkpoint, int subtask, int subtasks) {
    SourcePartition source = new SourcePartition(new UUID(1, 2), "runs", 3);
    return new Frontier(
        new UUID(4, 4),
        checkpoint,
        subtask,
        subtasks,
        List.of(new SourceFrontier(source, OptionalLong.empty(), OptionalLong.of(7))));
  }

  @Test
  void aRestoredWriterNamesThePartsOfItsPredecessor() throws Exception {
    NdjsonSink sink = sink(PartOptions.of(Compression.NONE));
    Set<PartId> before;
    Subtask.Snapshot snapshot;
    try (Subtask subtask = Subtask.start(sink)) {
      before = ids(barrier(subtask, 1, 3));
      snapshot = subtask.lastSnapshot();
    }
    try (Subtask restored = Subtask.restore(sink, snapshot)) {
      assertThat(barrier(restored, 2, 0).previous()).isEqualTo(before);
      assertThat(barrier(restored, 3, 3).previous()).isEqualTo(before);
    }
  }

  @Test
  void aFullPartIsSealedAtOnceAndTheNextOneOpened() throws Exception {
    try (Subtask subtask = Subtask.start(sink(parts("1kb", "1mb")))) {
      List<RunLine> lines = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        lines.add(random.next(511));
      }
      subtask.write(lines);
      assertThat(store.keys()).as("five parts and their rows, before the barrier").hasSize(10);
      subtask.snapshot(1);
      subtask.complete(1);
      assertThat(index.ledger()).hasSize(5).extracting(SealedPart::lines).containsOnly(2);
      assertThat(subtask.lastCommittable().parts()).hasSize(5);
    }
  }

  @Test
  void aTraceThatDoesNotFitBeginsTheNextPart() throws Exception {
    try (Subtask subtask = Subtask.start(sink(parts("1kb", "1mb")))) {
      subtask.writeTrace(List.of(random.next(300), random.next(300)));
      subtask.writeTrace(List.of(random.next(200), random.next(230)));
      subtask.writeTrace(List.of(random.next(10), random.next(10)));
      assertThat(linesOfParts(subtask)).containsExactly(2, 4);
    }
  }

  @Test
  void aTraceWhoseRowsDoNotFitBeginsTheNextPart() throws Exception {
    try (Subtask subtask = Subtask.start(sink(parts("1mb", "1kb")))) {
      subtask.writeTrace(List.of(random.next(300), random.next(300)));
      subtask.writeTrace(random.take(6, 20));
      assertThat(linesOfParts(subtask)).containsExactly(2, 6);
    }
  }

  @Test
  void aTraceLargerThanAPartIsSplitBetweenItsLines() throws Exception {
    try (Subtask subtask = Subtask.start(sink(parts("1kb", "1mb")))) {
      subtask.write(List.of(random.next(5)));
      subtask.writeTrace(List.of(random.next(600), random.next(600), random.next(600)));
      assertThat(linesOfParts(subtask)).containsExactly(1, 2, 1);
    }
  }

  private static List<Integer> linesOfParts(Subtask subtask) throws Exception {
    subtask.snapshot(1);
    subtask.complete(1);
    return subtask.lastCommittable().parts().stream().map(s -> s.part().lines()).toList();
  }

  private static PartOptions parts(String size, String rows) {
    return new PartOptions(
        MemorySize.parse(size),
        MemorySize.parse(rows),
        Compression.NONE,
        MemorySize.parse("64kb"),
        0);
  }

  @Test
  void aCrashLeavesNoUploadOpen() throws Exception {
    try (Subtask subtask = Subtask.start(sink(PartOptions.of(Compression.ZSTD)))) {
      subtask.write(random.take(5, 100));
      assertThat(store.openUploads).isEqualTo(1);
    }
    assertThat(store.openUploads).isZero();
    assertThat(store.keys()).isEmpty();
    assertThat(store.closed).isEqualTo(1);
  }

  @Test
  void aPartThatCannotBeSealedFailsTheCheckpoint() throws Exception {
    try (Subtask subtask = Subtask.start(sink(PartOptions.of(Compression.GZIP)))) {
      subtask.write(random.take(5, 100));
      store.failing = WatchedStore.Step.PUT;
      assertThatThrownBy(() -> subtask.snapshot(1))
          .isInstanceOf(IOException.class)
          .hasMessage("the store fails at PUT");
    }
    assertThat(index.ledger()).isEmpty();
  }

  @Test
  void optionsOutOfRangeAreNamed() {
    MemorySize fine = MemorySize.parse("64kb");
    assertThatThrownBy(() -> new PartOptions(MemorySize.ZERO, fine, Compression.NONE, fine, 0))
        .hasMessageStartingWith("part-size 0 bytes: wanted 1 byte to 16");
    assertThatThrownBy(() -> new PartOptions(fine, MemorySize.ZERO, Compression.NONE, fine, 0))
        .hasMessageStartingWith("rows-size 0 bytes");
    assertThatThrownBy(
            () -> new PartOptions(fine, fine, Compression.ZSTD, MemorySize.parse("5gb"), 1))
        .hasMessageStartingWith("frame-bytes 2147483647");
    assertThatThrownBy(() -> new NdjsonSink(retries -> store, retries -> index, "/x", null))
        .hasMessageContaining("prefix '/x'");
  }

  private NdjsonSink sink(PartOptions options) {
    return new NdjsonSink(retries -> store, retries -> index, "runs", options);
  }

  private PartCommittable barrier(Subtask subtask, long checkpoint, int lines) throws Exception {
    subtask.write(random.take(lines, 100));
    subtask.snapshot(checkpoint);
    subtask.complete(checkpoint);
    return subtask.lastCommittable();
  }

  private static Set<PartId> ids(PartCommittable committable) {
    return Set.copyOf(committable.parts().stream().map(s -> s.part().id()).toList());
  }
}
