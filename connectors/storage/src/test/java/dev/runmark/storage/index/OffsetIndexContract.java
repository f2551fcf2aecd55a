package dev.runmark.storage.index;

import static dev.runmark.storage.index.TestLines.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every index does. A subclass gives a fresh, empty one to each test. */
abstract class OffsetIndexContract {

  protected final TestLines lines = new TestLines();

  abstract OffsetIndex index();

  abstract RunLookup lookup();

  abstract Map<SourcePartition, Long> positions() throws Exception;

  abstract void raiseSweepFloor(Instant sealedBefore) throws Exception;

  abstract void deleteForGood(RunKey key) throws Exception;

  @Test
  void aCommittedLineIsFoundWhereItLies() throws Exception {
    SealedPart part = lines.part(new Line(run(1), create(10)), new Line(run(2), create(11)));

    CommitResult result = index().commit(lines.commit(part));

    assertThat(result).isEqualTo(new CommitResult(Set.of(), 2, 0, 0));
    LineLocation found = only(run(2));
    assertThat(found.part()).isEqualTo(part.id());
    assertThat(found.location()).isEqualTo(TestLines.LOCATION);
    assertThat(found.place()).isEqualTo(lines.rowsOf(part).get(1).place());
    assertThat(found.span()).isEqualTo(create(11));
  }

  @Test
  void anUnknownRunHasNoLines() throws Exception {
    assertThat(lookup().find(run(1))).isEmpty();
  }

  @Test
  void secondCommitOfAPartChangesNothing() throws Exception {
    SealedPart part = lines.part(new Line(run(1), create(10)));
    index().commit(lines.commit(part));

    CommitResult second = index().commit(lines.commit(part));

    assertThat(second).isEqualTo(new CommitResult(Set.of(part.id()), 0, 0, 0));
    assertThat(lookup().find(run(1))).hasSize(1);
  }

  @Test
  void onlyTheAbsentPartOfACommitIsAdded() throws Exception {
    SealedPart old = lines.part(new Line(run(1), create(10)));
    index().commit(lines.commit(old));
    SealedPart fresh = lines.part(new Line(run(2), create(11)));

    CommitResult result = index().commit(lines.commit(old, fresh));

    assertThat(result).isEqualTo(new CommitResult(Set.of(old.id()), 1, 0, 0));
  }

  @Test
  void aCommitWithoutPartsIsNothing() throws Exception {
    assertThat(index().commit(lines.commit())).isEqualTo(new CommitResult(Set.of(), 0, 0, 0));
  }

  @Test
  void createAndPatchOfOneSourceAreBothKeptInOrderOfPosition() throws Exception {
    index().commit(lines.commit(lines.part(new Line(run(1), patch(20)))));
    index().commit(lines.commit(lines.part(new Line(run(1), create(10)))));

    assertThat(lookup().find(run(1)))
        .extracting(LineLocation::span)
        .containsExactly(create(10), patch(20));
  }

  @Test
  void severalLinesOfARunInOneCallAreAllKept() throws Exception {
    SealedPart one = lines.part(new Line(run(1), patch(20)), new Line(run(1), create(10)));
    SealedPart other = lines.part(new Line(run(1), patch(30)));

    CommitResult result = index().commit(lines.commit(one, other));

    assertThat(result.rows()).isEqualTo(3);
    assertThat(result.merged()).isEqualTo(2);
    assertThat(lookup().find(run(1)))
        .extracting(LineLocation::span)
        .containsExactly(create(10), patch(20), patch(30));
  }

  @Test
  void aFoldedLineDropsTheLinesThatItCovers() throws Exception {
    index().commit(lines.commit(lines.part(new Line(run(1), create(10)))));
    index().commit(lines.commit(lines.part(new Line(run(1), patch(20)))));
    EventSpan both = new EventSpan(at(10), at(20), true);

    CommitResult result = index().commit(lines.commit(lines.part(new Line(run(1), both))));

    assertThat(result).isEqualTo(new CommitResult(Set.of(), 1, 0, 1));
    assertThat(only(run(1)).span()).isEqualTo(both);
  }

  @Test
  void aCoveredLineIsNotAdded() throws Exception {
    EventSpan both = new EventSpan(at(10), at(20), true);
    index().commit(lines.commit(lines.part(new Line(run(1), both))));

    CommitResult result = index().commit(lines.commit(lines.part(new Line(run(1), patch(20)))));

    assertThat(result).isEqualTo(new CommitResult(Set.of(), 0, 1, 0));
    assertThat(only(run(1)).span()).isEqualTo(both);
  }

  @Test
  void overlappingLinesAreBothKept() throws Exception {
    EventSpan early = new EventSpan(at(10), at(20), true);
    EventSpan late = new EventSpan(at(15), at(30), false);
    index().commit(lines.commit(lines.part(new Line(run(1), late))));
    index().commit(lines.commit(lines.part(new Line(run(1), early))));

    assertThat(lookup().find(run(1))).extracting(LineLocation::span).containsExactly(early, late);
  }

  @Test
  void aCompleteRunCoversWhatCameBeforeItAndNothingAfter() throws Exception {
    index()
        .commit(
            lines.commit(
                lines.part(new Line(run(1), create(10))),
                lines.part(new Line(run(1), patch(20))),
                lines.part(new Line(run(1), patch(40)))));

    index().commit(lines.commit(lines.part(new Line(run(1), complete(30)))));

    assertThat(lookup().find(run(1)))
        .extracting(LineLocation::span)
        .containsExactly(complete(30), patch(40));
  }

  @Test
  void aLineOfAnotherSourceIsNeverCovered() throws Exception {
    index().commit(lines.commit(lines.part(line(1, 1, patch(10)))));
    index().commit(lines.commit(lines.part(line(1, 0, complete(30)))));

    assertThat(lookup().find(run(1))).hasSize(2);
  }

  @Test
  void theSourceThatHoldsACreateIsReadFirst() throws Exception {
    index().commit(lines.commit(lines.part(line(1, 0, patch(10)))));
    index().commit(lines.commit(lines.part(line(1, 1, create(5)))));
    index().commit(lines.commit(lines.part(line(1, 2, patch(1)))));

    assertThat(lookup().find(run(1)))
        .extracting(LineLocation::span)
        .containsExactly(create(5), patch(10), patch(1));
  }

  @Test
  void sourcesAreNumberedFromTheFirstPartitionWhicheverIsSeenFirst() throws Exception {
    index().commit(lines.commit(lines.part(line(1, 3, create(1)))));
    index().commit(lines.commit(lines.part(line(2, 0, create(1)))));

    assertThat(only(run(2)).source()).isLessThan(only(run(1)).source());
  }

  @Test
  void aLineOfAnotherTraceIsKeptBesideIt() throws Exception {
    Line usual = new Line(run(1), create(10));
    Line stray = new Line(run(1), new UUID(9, 9), 0, complete(20), Listing.NONE);
    index().commit(lines.commit(lines.part(usual)));
    index().commit(lines.commit(lines.part(stray)));

    assertThat(lookup().find(run(1))).hasSize(2);
  }

  @Test
  void tenantsDoNotSeeEachOther() throws Exception {
    RunKey foreign = new RunKey("other", run(1).run());
    index().commit(lines.commit(lines.part(new Line(run(1), create(10)))));

    assertThat(lookup().find(foreign)).isEmpty();
  }

  @Test
  void aDeletedRunStaysDeleted() throws Exception {
    index().commit(lines.commit(lines.part(new Line(run(1), create(10)))));
    deleteForGood(run(1));

    CommitResult result = index().commit(lines.commit(lines.part(new Line(run(1), patch(20)))));

    assertThat(result.covered()).isEqualTo(1);
    assertThat(lookup().find(run(1))).isEmpty();
  }

  @Test
  void aPartOlderThanTheSweepFloorIsRefused() throws Exception {
    Instant floor = Instant.now().minus(Duration.ofDays(7));
    raiseSweepFloor(floor);
    SealedPart old = lines.part(floor.minusSeconds(1), List.of(new Line(run(1), create(10))));

    assertThatThrownBy(() -> index().commit(lines.commit(old)))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining(old.id().toString())
        .hasMessageContaining("sweep floor");
    assertThat(lookup().find(run(1))).isEmpty();
  }

  @Test
  void aSweptPartIsRefusedAlsoWhenItsRowsAreGone() throws Exception {
    Instant floor = Instant.now().minus(Duration.ofDays(7));
    raiseSweepFloor(floor);
    SealedPart old = lines.part(floor.minusSeconds(1), List.of(new Line(run(1), create(10))));
    PartRows gone =
        part -> {
          throw new IOException("read " + part.rowsKey() + ": gone");
        };

    assertThatThrownBy(
            () -> index().commit(new PartCommit(List.of(old), Set.of(), List.of(), gone)))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining("sweep floor");
  }

  @Test
  void aCommittedPartOlderThanTheSweepFloorIsStillCommitted() throws Exception {
    Instant floor = Instant.now().minus(Duration.ofDays(7));
    SealedPart old = lines.part(floor.minusSeconds(1), List.of(new Line(run(1), create(10))));
    index().commit(lines.commit(old));
    raiseSweepFloor(floor);

    assertThat(index().commit(lines.commit(old)).alreadyCommitted()).containsExactly(old.id());
  }

  @Test
  void aMissingPreviousPartIsRefusedAndNothingIsAdded() throws Exception {
    PartId lost = PartId.mint(Instant.now());
    SealedPart part = lines.part(new Line(run(1), create(10)));

    assertThatThrownBy(() -> index().commit(lines.commit(Set.of(lost), part)))
        .isInstanceOf(CommitRefusedException.class)
        .hasMessageContaining(lost.toString());
    assertThat(lookup().find(run(1))).isEmpty();
    assertThatThrownBy(() -> index().commit(lines.commit(Set.of(lost))))
        .isInstanceOf(CommitRefusedException.class);
  }

  @Test
  void aPreviousPartMayComeWithTheSameCommit() throws Exception {
    SealedPart first = lines.part(new Line(run(1), create(10)));
    SealedPart second = lines.part(new Line(run(2), create(11)));

    index().commit(lines.commit(Set.of(first.id()), second, first));

    assertThat(lookup().find(run(1))).hasSize(1);
  }

  @Test
  void tooFewRowsAreAnErrorAndNothingIsAdded() {
    SealedPart part = lines.part(new Line(run(1), create(10)), new Line(run(2), create(11)));
    PartCommit commit =
        new PartCommit(List.of(part), Set.of(), List.of(), any -> lines.rowsOf(part).subList(0, 1));

    assertThatThrownBy(() -> index().commit(commit))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 rows for 2");
    assertThat(find(run(1))).isEmpty();
  }

  @Test
  void withoutFrontiersThereAreNoPositions() throws Exception {
    index().commit(lines.commit(lines.part(new Line(run(1), create(10)))));

    assertThat(positions()).isEmpty();
  }

  @Test
  void aCompleteGroupGivesTheLeastPendingElseTheOffsetAfterTheHighestSeen() throws Exception {
    index().commit(lines.commit(List.of(frontier(1, 0, 2, told(0, 7L, 20L), told(1, null, 30L)))));
    assertThat(positions()).as("subtask 1 may have anything pending").isEmpty();

    index()
        .commit(
            lines.commit(
                List.of(frontier(1, 1, 2, told(0, 5L, null), told(1, null, 29L))),
                lines.part(new Line(run(1), create(10)))));

    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 5L, TestLines.source(1), 31L));
  }

  @Test
  void aSubtaskWithoutSourcesCompletesItsGroup() throws Exception {
    index().commit(lines.commit(List.of(frontier(1, 0, 2, told(0, null, 4L)))));
    index().commit(lines.commit(List.of(frontier(1, 1, 2))));

    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 5L));
  }

  @Test
  void subtasksAtDifferentCheckpointsAreNoGroup() throws Exception {
    index().commit(lines.commit(List.of(frontier(1, 0, 2, told(0, 3L, 9L)))));
    index().commit(lines.commit(List.of(frontier(2, 1, 2, told(0, null, 9L)))));

    assertThat(positions()).isEmpty();
  }

  @Test
  void subtasksOfDifferentSubmissionsAreNoGroup() throws Exception {
    index().commit(lines.commit(List.of(frontier(1, 0, 2, told(0, null, 9L)))));
    Frontier other = frontier(1, 1, 2, told(0, null, 9L));
    UUID another = new UUID(5, 5);
    index().commit(lines.commit(List.of(new Frontier(another, 1, 1, 2, other.sources()))));

    assertThat(positions()).isEmpty();
  }

  @Test
  void subtasksOfDifferentParallelismAreNoGroup() throws Exception {
    index().commit(lines.commit(List.of(frontier(1, 0, 1, told(0, 2L, 9L)))));
    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 2L));
    index().commit(lines.commit(List.of(frontier(2, 0, 3, told(0, null, 9L)))));
    index().commit(lines.commit(List.of(frontier(2, 1, 2, told(0, null, 9L)))));

    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 2L));
  }

  @Test
  void aPositionNeverFalls() throws Exception {
    index().commit(lines.commit(List.of(frontier(5, 0, 1, told(0, null, 99L)))));
    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 100L));
    UUID replay = new UUID(5, 5);
    Frontier older = new Frontier(replay, 1, 0, 1, List.of(told(0, 3L, 50L)));
    index().commit(lines.commit(List.of(older)));
    index().commit(lines.commit(List.of(frontier(6, 0, 1, told(0, 40L, null)))));

    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 100L));
  }

  /** Committables come back after restores, and then all their parts were committed before. */
  @Test
  void aFrontierMayComeAgainWithPartsThatAreCommitted() throws Exception {
    SealedPart part = lines.part(new Line(run(1), create(10)));
    PartCommit first = lines.commit(List.of(frontier(1, 0, 2, told(0, null, 10L))), part);
    index().commit(first);
    PartCommit second = lines.commit(List.of(frontier(1, 1, 2, told(0, 8L, 9L))), part);
    index().commit(first);
    assertThat(index().commit(second).alreadyCommitted()).containsExactly(part.id());
    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 8L));

    index().commit(second);
    index().commit(first);
    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 8L));
  }

  @Test
  void severalFrontiersOfOneCommitAreAllTold() throws Exception {
    index()
        .commit(
            lines.commit(
                List.of(
                    frontier(1, 1, 2, told(0, null, 10L)), frontier(1, 0, 2, told(0, null, 11L)))));

    assertThat(positions()).isEqualTo(Map.of(TestLines.source(0), 12L));
  }

  @Test
  void aFrontierIsNotTakenFromACommitThatIsRefused() throws Exception {
    PartCommit refused =
        new PartCommit(
            List.of(),
            Set.of(PartId.mint(Instant.now())),
            List.of(frontier(1, 0, 1, told(0, null, 10L))),
            lines::rowsOf);

    assertThatThrownBy(() -> index().commit(refused)).isInstanceOf(CommitRefusedException.class);
    assertThat(positions()).isEmpty();
  }

  @Test
  void aFrontierNumbersItsSourcesAsRowsDo() throws Exception {
    UUID topic = UUID.randomUUID();
    SourcePartition third = new SourcePartition(topic, "later", 2);
    SourceFrontier of = new SourceFrontier(third, OptionalLong.of(0), OptionalLong.empty());
    index().commit(lines.commit(List.of(new Frontier(new UUID(4, 4), 1, 0, 1, List.of(of)))));

    assertThat(positions()).isEqualTo(Map.of(third, 0L));
  }

  private static Frontier frontier(
      long checkpoint, int subtask, int subtasks, SourceFrontier... sources) {
    return new Frontier(new UUID(4, 4), checkpoint, subtask, subtasks, List.of(sources));
  }

  private static SourceFrontier told(int partition, Long pending, Long seen) {
    return new SourceFrontier(
        TestLines.source(partition),
        pending == null ? OptionalLong.empty() : OptionalLong.of(pending),
        seen == null ? OptionalLong.empty() : OptionalLong.of(seen));
  }

  private List<LineLocation> find(RunKey key) {
    try {
      return lookup().find(key);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private LineLocation only(RunKey key) {
    List<LineLocation> found = find(key);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static Line line(int run, int partition, EventSpan span) {
    return new Line(run(run), new UUID(1, run), partition, span, Listing.NONE);
  }

  private static long at(long offset) {
    return EventSpan.position(offset, 0);
  }

  private static EventSpan create(long offset) {
    return EventSpan.ofCreate(at(offset));
  }

  private static EventSpan patch(long offset) {
    return EventSpan.ofPatch(at(offset));
  }

  private static EventSpan complete(long offset) {
    return EventSpan.ofComplete(at(offset));
  }
}
