package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.SealedPart;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CommitProgressTest {

  private static final int MOST = CommitProgress.ROWS_PER_TRANSACTION;

  private final CommitProgress progress = new CommitProgress(Duration.ofSeconds(60));

  @Test
  void smallPartsShareATransaction() {
    SealedPart a = part(1, MOST / 2);
    SealedPart b = part(2, MOST / 2);
    SealedPart c = part(3, 1);

    assertThat(CommitProgress.groups(List.of(a, b, c))).containsExactly(List.of(a, b), List.of(c));
  }

  @Test
  void aPartLargerThanATransactionIsOneByItself() {
    SealedPart a = part(1, 1);
    SealedPart b = part(2, MOST * 3);
    SealedPart c = part(3, 1);

    assertThat(CommitProgress.groups(List.of(a, b, c)))
        .containsExactly(List.of(a), List.of(b), List.of(c));
  }

  @Test
  void noPartsAreNoTransaction() {
    assertThat(CommitProgress.groups(List.of())).isEmpty();
  }

  @Test
  void whatItCommittedItselfWasNotThereBefore() {
    SealedPart old = part(1, 10);
    SealedPart mine = part(2, 10);
    List<SealedPart> both = List.of(mine, old);
    assertThat(progress.absent(both, Set.of(old.id()))).containsExactly(mine);
    progress.committed(List.of(mine), new CommitTransaction.Added(7, 2));
    assertThat(progress.absent(both, Set.of(old.id(), mine.id()))).isEmpty();

    assertThat(progress.result()).isEqualTo(new CommitResult(Set.of(old.id()), 7, 3, 2));
  }

  @Test
  void absentPartsAreInOrderOfTheirIds() {
    SealedPart first = part(1, 1);
    SealedPart second = part(2, 1);

    assertThat(progress.absent(List.of(second, first), Set.of())).containsExactly(first, second);
  }

  private static SealedPart part(long millis, int lines) {
    PartId id = PartId.mint(Instant.ofEpochMilli(millis));
    return new SealedPart(TestLines.LOCATION, id, Compression.NONE, 100, lines, 1, 100);
  }
}
