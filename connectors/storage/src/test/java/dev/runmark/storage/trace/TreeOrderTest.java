package dev.runmark.storage.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TreeOrderTest {

  @Test
  void parentsComeFirstThenStartThenId() {
    assertThat(order(run(1, null, 5), run(2, id(1), 9), run(3, id(1), 7), run(4, id(2), 1)))
        .containsExactly(1, 3, 2, 4);
    assertThat(order(run(2, null, 5), run(1, null, 5))).containsExactly(1, 2);
  }

  @Test
  void orphansComeBehindRootsAndCirclesLast() {
    assertThat(
            order(
                run(1, id(2), 0),
                run(2, id(1), 1),
                run(3, id(99), 2),
                run(4, id(3), 3),
                run(5, null, 9),
                run(6, id(6), 0)))
        .containsExactly(5, 3, 4, 1, 2, 6);
  }

  @Test
  void aTraceAsDeepAsItHasRunsIsOrdered() {
    int depth = 100_000;
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      runs.add(run(i, i == 0 ? null : id(i - 1), i));
    }
    List<Run> shuffled = new ArrayList<>(runs);
    Collections.shuffle(shuffled, new Random(7));

    assertThat(of(shuffled)).isEqualTo(runs);
  }

  @Test
  void idsAreOrderedAsTheIndexOrdersThem() {
    UUID high = UUID.fromString("ffffffff-0000-4000-8000-000000000000");

    assertThat(of(List.of(run(high, null, 1), run(id(1), null, 1))))
        .extracting(Run::id)
        .containsExactly(id(1), high);
  }

  private record Run(UUID id, Listing listing) {}

  private static List<Run> of(List<Run> runs) {
    return TreeOrder.of(runs, Run::id, Run::listing);
  }

  private static List<Integer> order(Run... runs) {
    return of(List.of(runs)).stream().map(run -> (int) run.id().getLeastSignificantBits()).toList();
  }

  private static Run run(int number, @Nullable UUID parent, int start) {
    return run(id(number), parent, start);
  }

  private static Run run(UUID id, @Nullable UUID parent, int start) {
    Instant at = Instant.ofEpochSecond(start);
    return new Run(id, new Listing(null, parent, null, null, null, at, null));
  }

  private static UUID id(int number) {
    return new UUID(0x7000, number);
  }
}
