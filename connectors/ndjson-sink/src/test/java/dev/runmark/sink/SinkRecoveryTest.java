package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.sink.Subtask.Snapshot;
import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.PartRows;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

/** Each order in which Flink snapshots, notifies, aborts, restores and rescales. */
class SinkRecoveryTest {

  private final WatchedStore store = new WatchedStore();
  private final InMemoryOffsetIndex index = new InMemoryOffsetIndex();
  private final NdjsonSink sink =
      new NdjsonSink(retries -> store, retries -> index, "runs", PartOptions.of(Compression.ZSTD));
  private final RandomLines random = new RandomLines(42);

  @Test
  void aCompletedCheckpointMakesItsLinesVisible() throws Exception {
    List<RunLine> lines = lines();
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(lines);
      subtask.snapshot(1);
      assertThat(index.runs()).isEmpty();
      assertThat(store.keys()).hasSize(2);
      subtask.complete(1);
      assertVisible(lines);
      assertThat(store.reads).as("rows travel by reference").isEmpty();
    }
  }

  @Test
  void aLostNotificationIsMadeUpForByTheNext() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(first);
      subtask.snapshot(1);
      subtask.write(second);
      subtask.snapshot(2);
      subtask.complete(2);
      assertVisible(first, second);
      subtask.complete(1);
      assertThat(index.ledger()).hasSize(2);
    }
  }

  @Test
  void anAbortedCheckpointsPartsJoinTheNext() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(first);
      subtask.snapshot(1);
      subtask.abort(1);
      assertThat(index.runs()).isEmpty();
      subtask.write(second);
      subtask.snapshot(2);
      subtask.complete(2);
      assertVisible(first, second);
    }
  }

  @Test
  void aRestoreBeforeTheNotificationCommitsFromTheRowsObject() throws Exception {
    List<RunLine> lines = lines();
    Snapshot snapshot;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(lines);
      snapshot = subtask.snapshot(1);
    }
    Subtask.restore(sink, snapshot).close();
    assertVisible(lines);
    assertThat(store.reads).singleElement().asString().endsWith(".rows");
  }

  @Test
  void whatIsAlreadyCommittedComesBackAndIsNotReadAgain() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    Snapshot snapshot;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(first);
      snapshot = subtask.snapshot(1);
      subtask.complete(1);
    }
    List<SealedPart> ledger = index.ledger();
    try (Subtask restored = Subtask.restore(sink, snapshot)) {
      assertThat(index.ledger()).isEqualTo(ledger);
      assertThat(store.reads).isEmpty();
      restored.write(second);
      restored.snapshot(2);
      restored.complete(2);
      assertVisible(first, second);
    }
  }

  @Test
  void anOlderSnapshotIsRestoredBesideWhatCameAfterIt() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    Snapshot older;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(first);
      older = subtask.snapshot(1);
      subtask.complete(1);
      subtask.write(second);
      subtask.snapshot(2);
      subtask.complete(2);
    }
    try (Subtask restored = Subtask.restore(sink, older)) {
      // Kafka is read again from there: the same lines come into another part.
      restored.write(second);
      restored.snapshot(2);
      restored.complete(2);
      assertVisible(first, second);
      assertThat(index.ledger()).hasSize(3);
    }
  }

  @Test
  void aSavepointWithoutCommitIsCommittedWithTheNextCheckpoint() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    Snapshot savepoint;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(first);
      savepoint = subtask.snapshot(1);
      subtask.write(second);
      subtask.snapshot(2);
      subtask.complete(2);
      assertVisible(first, second);
    }
    Subtask.restore(sink, savepoint).close();
    assertThat(index.ledger()).hasSize(2);
  }

  @Test
  void theEndOfInputIsCommittedByTheFinalCheckpoint() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> last = lines();
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(first);
      subtask.snapshot(1);
      subtask.complete(1);
      subtask.write(last);
      subtask.endInput();
      subtask.snapshot(2);
      assertThat(index.ledger()).hasSize(1);
      subtask.complete(2);
      assertVisible(first, last);
      assertThat(store.openUploads).isZero();
    }
  }

  @Test
  void anEmptyCheckpointCommitsNothingAndKeepsTheChain() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    Snapshot snapshot;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.snapshot(1);
      subtask.complete(1);
      subtask.write(first);
      subtask.snapshot(2);
      subtask.complete(2);
      snapshot = subtask.snapshot(3);
      subtask.complete(3);
      assertThat(store.keys()).hasSize(2);
    }
    assertRefused(new InMemoryOffsetIndex(), snapshot);
    try (Subtask restored = Subtask.restore(sink, snapshot)) {
      restored.write(second);
      restored.snapshot(4);
      restored.complete(4);
      assertVisible(first, second);
    }
  }

  @Test
  void aDatabaseOlderThanTheStateIsRefusedForGood() throws Exception {
    Snapshot snapshot;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(lines());
      subtask.snapshot(1);
      subtask.complete(1);
      subtask.write(lines());
      snapshot = subtask.snapshot(2);
      subtask.complete(2);
    }
    // The backup has neither part; the restore brings back the second only.
    assertRefused(new InMemoryOffsetIndex(), snapshot);
  }

  @Test
  void aPartOlderThanTheSweepFloorIsRefusedForGood() throws Exception {
    Snapshot snapshot;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(lines());
      snapshot = subtask.snapshot(1);
    }
    InMemoryOffsetIndex swept = new InMemoryOffsetIndex();
    swept.raiseSweepFloor(Instant.now().plusSeconds(60));
    assertRefused(swept, snapshot);
  }

  @Test
  void oneBecomesTwo() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    List<RunLine> third = lines();
    Snapshot snapshot;
    try (Subtask subtask = Subtask.start(sink)) {
      subtask.write(first);
      snapshot = subtask.snapshot(1);
    }
    try (Subtask left = Subtask.restore(sink, snapshot.part(1, 2, 0), 2, 0);
        Subtask right = Subtask.restore(sink, snapshot.part(1, 2, 1), 2, 1)) {
      assertVisible(first);
      assertThat(index.ledger()).hasSize(1);
      left.write(second);
      right.write(third);
      left.snapshot(2);
      right.snapshot(2);
      left.complete(2);
      right.complete(2);
      assertVisible(first, second, third);
      assertThat(index.ledger()).hasSize(3);
    }
  }

  @Test
  void twoBecomeOne() throws Exception {
    List<RunLine> first = lines();
    List<RunLine> second = lines();
    List<RunLine> third = lines();
    Snapshot both;
    Snapshot empty = emptySnapshot();
    try (Subtask left = Subtask.restore(sink, empty.part(1, 2, 0), 2, 0);
        Subtask right = Subtask.restore(sink, empty.part(1, 2, 1), 2, 1)) {
      left.write(first);
      right.write(second);
      both = Snapshot.of(left.snapshot(2), right.snapshot(2));
    }
    Snapshot next;
    try (Subtask one = Subtask.restore(sink, both.part(2, 1, 0))) {
      assertVisible(first, second);
      one.write(third);
      next = one.snapshot(3);
      one.complete(3);
      assertVisible(first, second, third);
    }
    // The chain holds both: a database that has only one of them is older than the state.
    List<SealedPart> before = index.ledger().stream().filter(part -> !holds(part, third)).toList();
    assertThat(before).hasSize(2);
    assertRefused(indexOf(before.subList(0, 1)), next);
    assertRefused(indexOf(before.subList(1, 2)), next);
    Subtask.restore(connected(indexOf(before)), next).close();
  }

  @Test
  void everyPairOfParallelismsKeepsEveryLine() throws Exception {
    for (int before = 1; before <= 3; before++) {
      for (int after = 1; after <= 3; after++) {
        List<RunLine> all = new ArrayList<>();
        Snapshot start = emptySnapshot();
        Snapshot[] snapshots = new Snapshot[before];
        for (int i = 0; i < before; i++) {
          try (Subtask subtask = Subtask.restore(sink, start.part(1, before, i), before, i)) {
            List<RunLine> lines = lines();
            all.addAll(lines);
            subtask.write(lines);
            snapshots[i] = subtask.snapshot(7);
          }
        }
        Snapshot merged = Snapshot.of(snapshots);
        for (int i = 0; i < after; i++) {
          Subtask.restore(sink, merged.part(before, after, i), after, i).close();
        }
        assertVisible(all);
      }
    }
  }

  private Snapshot emptySnapshot() throws Exception {
    try (Subtask subtask = Subtask.start(sink)) {
      Snapshot snapshot = subtask.snapshot(1);
      subtask.complete(1);
      return snapshot;
    }
  }

  private InMemoryOffsetIndex indexOf(List<SealedPart> parts) throws IOException {
    InMemoryOffsetIndex other = new InMemoryOffsetIndex();
    PartRows rows = part -> RowsObject.decode(store.objects.content(part.rowsKey()));
    other.commit(new PartCommit(parts, Set.of(), List.of(), rows));
    return other;
  }

  private boolean holds(SealedPart part, List<RunLine> lines) {
    return lines.stream()
        .anyMatch(
            line -> index.find(line.key()).stream().anyMatch(l -> l.part().equals(part.id())));
  }

  private void assertRefused(InMemoryOffsetIndex other, Snapshot snapshot) {
    assertThatThrownBy(() -> Subtask.restore(connected(other), snapshot))
        .isInstanceOf(SuppressRestartsException.class)
        .hasCauseInstanceOf(CommitRefusedException.class);
  }

  private NdjsonSink connected(InMemoryOffsetIndex other) {
    return new NdjsonSink(
        retries -> store, retries -> other, "runs", PartOptions.of(Compression.ZSTD));
  }

  private List<RunLine> lines() {
    return random.take(20, 5_000);
  }

  @SafeVarargs
  private void assertVisible(List<RunLine>... written) {
    Set<RunKey> keys = index.runs();
    for (List<RunLine> lines : written) {
      assertThat(keys).containsAll(lines.stream().map(RunLine::key).toList());
    }
  }
}
