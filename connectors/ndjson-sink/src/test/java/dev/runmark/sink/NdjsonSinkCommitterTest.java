package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.failpoint.FailPoint;
import dev.runmark.storage.failpoint.WatchedFailPoints;
import dev.runmark.storage.index.CommitRefusedException;
import dev.runmark.storage.index.CommitResult;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.InMemoryOffsetIndex;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.SourceFrontier;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.tracing.Tracing;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.Test;

/** What the committer makes of each outcome of a commit. */
class NdjsonSinkCommitterTest {

  private final WatchedStore store = new WatchedStore();
  private final InMemoryOffsetIndex ledger = new InMemoryOffsetIndex();
  private final List<PartCommit> commits = new ArrayList<>();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final RandomLines random = new RandomLines(7);
  private final NdjsonSinkCommitter committer =
      new NdjsonSinkCommitter(recording(ledger), () -> store, Tracing.none(), metrics, 0);

  @Test
  void partsOfAllRequestsAreCommittedTogether() throws Exception {
    StagedPart one = sealed(3);
    StagedPart two = sealed(4);
    Request first = request(Set.of(), one);
    Request second = request(Set.of(one.part().id()), two);
    committer.commit(List.of(first, second));
    assertThat(commits).hasSize(1);
    assertThat(ledger.ledger()).containsExactlyInAnyOrder(one.part(), two.part());
    assertThat(first.signals).isEmpty();
    assertThat(second.signals).isEmpty();
    assertThat(store.reads).isEmpty();
    assertThat(metrics.counts())
        .containsEntry("partsCommitted", 2L)
        .containsEntry("bytesCommitted", one.part().length() + two.part().length())
        .containsEntry("rowsCommitted", 7L)
        .containsEntry("rowsCovered", 0L)
        .containsEntry("partsAlreadyCommitted", 0L)
        .containsEntry("rowsObjectsReadBack", 0L);
  }

  @Test
  void aRequestWhosePartsWereAllCommittedIsSignalled() throws Exception {
    StagedPart part = sealed(2);
    committer.commit(List.of(request(Set.of(), part)));
    Request again = request(Set.of(), StagedPart.withoutRows(part.part()));
    committer.commit(List.of(again));
    assertThat(again.signals).containsExactly("already committed");
    assertThat(store.reads).isEmpty();
    assertThat(metrics.counts())
        .containsEntry("partsAlreadyCommitted", 1L)
        .containsEntry("partsCommitted", 1L);
  }

  @Test
  void aRequestWithOneNewPartIsNotSignalled() throws Exception {
    StagedPart old = sealed(2);
    StagedPart fresh = sealed(2);
    committer.commit(List.of(request(Set.of(), old)));
    Request mixed = request(Set.of(), old, fresh);
    committer.commit(List.of(mixed));
    assertThat(mixed.signals).isEmpty();
    assertThat(ledger.ledger()).hasSize(2);
  }

  @Test
  void aRequestWithoutPartsIsNeverSignalled() throws Exception {
    Request empty = request(Set.of());
    committer.commit(List.of(empty));
    assertThat(commits).as("nothing to ask the index").isEmpty();
    StagedPart part = sealed(1);
    committer.commit(List.of(request(Set.of(), part)));
    Request chained = request(Set.of(part.part().id()));
    committer.commit(List.of(chained));
    assertThat(commits).as("the chain is checked at empty checkpoints too").hasSize(2);
    assertThat(chained.signals).isEmpty();
  }

  @Test
  void frontiersAreCommittedEachOnceAlsoWithoutParts() throws Exception {
    Frontier one = frontier(0);
    Frontier two = frontier(1);
    List<PartCommittable> given =
        List.of(
            new PartCommittable(List.of(), Set.of(), one),
            new PartCommittable(List.of(), Set.of(), two),
            new PartCommittable(List.of(), Set.of(), one),
            new PartCommittable(List.of(), Set.of(), null));
    List<Request> requests = given.stream().map(Request::new).toList();
    committer.commit(List.copyOf(requests));
    assertThat(commits).hasSize(1);
    assertThat(commits.get(0).frontiers()).containsExactlyInAnyOrder(one, two);
    assertThat(ledger.positions()).containsValue(6L);
    assertThat(requests).allSatisfy(request -> assertThat(request.signals).isEmpty());
  }

  private static Frontier frontier(int subtask) {
    SourcePartition source = new SourcePartition(new UUID(1, 2), "runs", 3);
    return new Frontier(
        new UUID(4, 4),
        9,
        subtask,
        2,
        List.of(new SourceFrontier(source, OptionalLong.empty(), OptionalLong.of(5))));
  }

  @Test
  void onePartInTwoRequestsIsCommittedOnce() throws Exception {
    StagedPart part = sealed(5);
    Request bare = request(Set.of(), StagedPart.withoutRows(part.part()));
    Request withRows = request(Set.of(), part);
    committer.commit(List.of(bare, withRows));
    assertThat(ledger.ledger()).containsExactly(part.part());
    assertThat(store.reads).as("one of them has the rows").isEmpty();
    assertThat(bare.signals).isEmpty();
    assertThat(metrics.counts()).containsEntry("rowsCommitted", 5L);
  }

  @Test
  void onePartWithTwoMeaningsStopsTheCommit() throws Exception {
    StagedPart part = sealed(5);
    SealedPart other = sealedLike(part.part(), part.part().length() + 1);
    assertThatThrownBy(
            () ->
                committer.commit(
                    List.of(
                        request(Set.of(), part), request(Set.of(), StagedPart.withoutRows(other)))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(part.part().id().toString());
    assertThat(ledger.ledger()).isEmpty();
  }

  @Test
  void aRefusalFailsTheJobForGood() throws Exception {
    ledger.raiseSweepFloor(Instant.now().plusSeconds(60));
    Request request = request(Set.of(), sealed(1));
    assertThatThrownBy(() -> committer.commit(List.of(request)))
        .isInstanceOf(SuppressRestartsException.class)
        .hasCauseInstanceOf(CommitRefusedException.class);
    assertThat(request.signals).isEmpty();
  }

  @Test
  void aMissingPreviousPartFailsTheJobForGood() throws Exception {
    PartId lost = PartId.mint(Instant.now());
    Request request = request(Set.of(lost), sealed(1));
    assertThatThrownBy(() -> committer.commit(List.of(request)))
        .isInstanceOf(SuppressRestartsException.class)
        .hasStackTraceContaining(lost.toString());
    assertThat(ledger.ledger()).isEmpty();
  }

  @Test
  void anIndexThatIsAwayRestartsTheJob() throws Exception {
    IOException away = new IOException("the index is away");
    OffsetIndex broken = failing(away);
    NdjsonSinkCommitter other =
        new NdjsonSinkCommitter(broken, () -> store, Tracing.none(), metrics, 0);
    Request request = request(Set.of(), sealed(1));
    assertThatThrownBy(() -> other.commit(List.of(request))).isSameAs(away);
    assertThat(request.signals).isEmpty();
  }

  @Test
  void restoredRowsAreReadOnceHoweverOftenTheIndexAsks() throws Exception {
    StagedPart part = sealed(6);
    OffsetIndex greedy =
        new OffsetIndex() {
          @Override
          public CommitResult commit(PartCommit commit) throws IOException {
            for (SealedPart asked : commit.parts()) {
              commit.rows().of(asked).forEach(row -> {});
            }
            return ledger.commit(commit);
          }

          @Override
          public void close() {}
        };
    NdjsonSinkCommitter other =
        new NdjsonSinkCommitter(greedy, () -> store, Tracing.none(), metrics, 0);
    other.commit(List.of(request(Set.of(), StagedPart.withoutRows(part.part()))));
    assertThat(store.reads).containsExactly(part.part().rowsKey());
    assertThat(ledger.runs()).hasSize(6);
    assertThat(metrics.counts()).containsEntry("rowsObjectsReadBack", 1L);
    other.close();
    assertThat(store.closed).isEqualTo(1);
  }

  @Test
  void aDamagedRowsObjectIsNeverCommitted() throws Exception {
    SealedPart part = sealed(6).part();
    byte[] rows = store.objects.content(part.rowsKey());
    for (int i = 0; i < rows.length; i++) {
      byte[] damaged = rows.clone();
      damaged[i] ^= 1;
      store.objects.corrupt(part.rowsKey(), damaged);
      assertNotCommitted(part, part.rowsKey());
    }
    store.delete(part.rowsKey());
    assertNotCommitted(part, "no such object");
  }

  @Test
  void theRowsOfAnotherPartAreNotTaken() throws Exception {
    SealedPart part = sealed(6).part();
    assertNotCommitted(sealedLike(part, part.length() + 1), "it describes");
    SealedPart other = sealed(1).part();
    store.objects.corrupt(part.rowsKey(), store.objects.content(other.rowsKey()));
    assertNotCommitted(
        new SealedPart(
            part.location(),
            part.id(),
            part.compression(),
            part.length(),
            part.lines(),
            part.checksum(),
            other.rowsLength()),
        "it describes");
  }

  @Test
  void aPartInAnotherBucketIsNotLookedForInThisOne() throws Exception {
    SealedPart part = sealed(1).part();
    SealedPart elsewhere =
        new SealedPart(
            new PartLocation("other", "runs"),
            part.id(),
            part.compression(),
            part.length(),
            part.lines(),
            part.checksum(),
            part.rowsLength());
    assertNotCommitted(elsewhere, "it lies in other, this sink is connected to memory");
    assertThat(store.reads).isEmpty();
  }

  @Test
  void theIndexIsClosedAndAStoreThatWasNeverNeededIsNotOpened() {
    List<String> closed = new ArrayList<>();
    OffsetIndex index =
        new OffsetIndex() {
          @Override
          public CommitResult commit(PartCommit commit) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void close() {
            closed.add("index");
          }
        };
    NdjsonSinkCommitter idle =
        new NdjsonSinkCommitter(
            index,
            () -> {
              throw new IOException("not needed");
            },
            Tracing.none(),
            metrics,
            0);
    assertThatCode(idle::close).doesNotThrowAnyException();
    assertThat(closed).containsExactly("index");
  }

  @Test
  void aCommitBeginsAndReturnsAroundTheIndexAndItsTimeIsCounted() throws Exception {
    Request request = request(Set.of(), sealed(2));
    List<Object> order = new ArrayList<>();
    OffsetIndex slow =
        new OffsetIndex() {
          @Override
          public CommitResult commit(PartCommit commit) throws IOException, InterruptedException {
            order.add("commit");
            Thread.sleep(20);
            return ledger.commit(commit);
          }

          @Override
          public void close() {}
        };
    WatchedFailPoints.watch(order::add);
    try (NdjsonSinkCommitter watched =
        new NdjsonSinkCommitter(slow, () -> store, Tracing.none(), metrics, 0)) {
      watched.commit(List.of(request));
    } finally {
      WatchedFailPoints.unwatch();
    }
    assertThat(order).containsExactly(FailPoint.COMMIT_BEGINS, "commit", FailPoint.COMMIT_RETURNS);
    assertThat(metrics.counts().get("commitMillis")).isBetween(20L, 60_000L);
  }

  private void assertNotCommitted(SealedPart part, String why) {
    assertThatThrownBy(
            () -> committer.commit(List.of(request(Set.of(), StagedPart.withoutRows(part)))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
    assertThat(ledger.ledger()).isEmpty();
  }

  private static Request request(Set<PartId> previous, StagedPart... parts) {
    return new Request(new PartCommittable(List.of(parts), previous, null));
  }

  private StagedPart sealed(int lines) throws IOException {
    PartOptions options = PartOptions.of(Compression.NONE);
    OpenPart open = OpenParts.in(store, options).open(FrameEncoder.of(options.frames()), 0);
    for (RunLine line : random.take(lines, 300)) {
      open.append(line);
    }
    return open.seal();
  }

  private static SealedPart sealedLike(SealedPart part, long length) {
    return new SealedPart(
        part.location(),
        part.id(),
        part.compression(),
        length,
        part.lines(),
        part.checksum(),
        part.rowsLength());
  }

  private OffsetIndex recording(OffsetIndex delegate) {
    return new OffsetIndex() {
      @Override
      public CommitResult commit(PartCommit commit) throws IOException, InterruptedException {
        commits.add(commit);
        return delegate.commit(commit);
      }

      @Override
      public void close() {
        delegate.close();
      }
    };
  }

  private static OffsetIndex failing(IOException failure) {
    return new OffsetIndex() {
      @Override
      public CommitResult commit(PartCommit commit) throws IOException {
        throw failure;
      }

      @Override
      public void close() {}
    };
  }
}
