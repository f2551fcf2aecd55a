package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.index.TestLines.Line;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a sweep may rely on, of every index. */
abstract class SweepIndexContract {

  private final TestLines lines = new TestLines();

  /** Of a new index. */
  abstract OffsetIndex committer();

  abstract SweepIndex sweep();

  @Test
  void aNewLedgerKnowsNothing() throws Exception {
    assertThat(sweep().knows(TestLines.LOCATION)).isFalse();
    assertThat(sweep().newest(TestLines.LOCATION, 5)).isEmpty();
    assertThat(sweep().named(List.of(PartId.mint(Instant.now())), null)).isEmpty();
  }

  @Test
  void committedPartsAreNamedAndTheNewestComeFirst() throws Exception {
    SealedPart older = part(Duration.ofHours(2));
    SealedPart newer = part(Duration.ofHours(1));
    SealedPart never = part(Duration.ofHours(3));
    commit(newer);
    commit(older);
    assertThat(sweep().knows(TestLines.LOCATION)).isTrue();
    assertThat(sweep().knows(new PartLocation("another", "runs"))).isFalse();
    assertThat(sweep().newest(TestLines.LOCATION, 5)).containsExactly(newer.key(), older.key());
    assertThat(sweep().newest(TestLines.LOCATION, 1)).containsExactly(newer.key());
    assertThat(sweep().named(List.of(older.id(), never.id()), null)).containsExactly(older.id());
  }

  @Test
  void theFloorOnlyRises() throws Exception {
    Instant high = sweep().raiseFloor(Duration.ofHours(1));
    assertThat(sweep().raiseFloor(Duration.ofHours(2))).isEqualTo(high);
    assertThat(sweep().floorAfter(Duration.ZERO)).isAfter(high);
    assertThat(sweep().floorAfter(Duration.ofHours(2))).isEqualTo(high);
  }

  @Test
  void belowTheRaisedFloorNothingIsCommittedAnyMore() throws Exception {
    SealedPart below = part(Duration.ofHours(2));
    SealedPart above = part(Duration.ofMinutes(30));
    Instant floor = sweep().raiseFloor(Duration.ofHours(1));
    assertThat(floor).isBetween(below.id().openedAt(), above.id().openedAt());
    assertThatThrownBy(() -> commit(below)).isInstanceOf(CommitRefusedException.class);
    commit(above);
    assertThat(sweep().named(List.of(below.id(), above.id()), floor)).containsExactly(above.id());
  }

  @Test
  void aFloorThatIsLowerThanItWasRaisedIsAnError() throws Exception {
    Instant floor = sweep().raiseFloor(Duration.ofHours(1));
    assertThatThrownBy(
            () -> sweep().named(List.of(PartId.mint(Instant.now())), floor.plusMillis(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("sweep floor");
  }

  private SealedPart part(Duration age) {
    UUID run = UUID.randomUUID();
    Line line = new Line(new RunKey("default", run), EventSpan.ofCreate(EventSpan.position(1, 0)));
    return lines.part(Instant.now().minus(age), List.of(line));
  }

  private void commit(SealedPart part) throws Exception {
    committer().commit(new PartCommit(List.of(part), Set.of(), List.of(), lines::rowsOf));
  }
}
