package dev.runmark.storage.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.Listing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

  @Test
  void runsWithoutAStartComeBehindTheirSiblings() {
    assertThat(order(run(1, null, null), run(2, id(1), null), run(3, id(1), 9), run(4, null, 3)))
        .containsExactly(4, 1, 3, 2);
  }

  /** Forests with orphans, circles and runs that start at once, beside the words of the class. */
  @Test
  void anyForestIsOrderedAsItIsDescribed() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      List<Run> runs = new ArrayList<>();
      int size = 1 + random.nextInt(24);
      for (int i = 1; i <= size; i++) {
        UUID parent = random.nextInt(4) == 0 ? null : id(1 + random.nextInt(size + 2));
        runs.add(run(i, parent, random.nextInt(5) == 0 ? null : random.nextInt(6)));
      }
      Collections.shuffle(runs, random);

      assertThat(of(runs)).as("seed %d", seed).isEqualTo(described(runs));
    }
  }

  private static List<Run> described(List<Run> runs) {
    Comparator<Run> byStart =
        Comparator.comparing(
            (Run run) -> run.listing().startTime(),
            Comparator.nullsLast(Comparator.naturalOrder()));
    List<Run> sorted = new ArrayList<>(runs);
    sorted.sort(byStart.thenComparing(run -> run.id().toString()));
    Set<UUID> there = sorted.stream().map(Run::id).collect(Collectors.toSet());
    Set<Run> placed = new LinkedHashSet<>();
    sorted.stream().filter(run -> run.parent() == null).forEach(r -> place(r, sorted, placed));
    sorted.stream().filter(r -> !there.contains(r.parent())).forEach(r -> place(r, sorted, placed));
    sorted.forEach(run -> place(run, sorted, placed));
    return new ArrayList<>(placed);
  }

  private static void place(Run run, List<Run> sorted, Set<Run> placed) {
    if (placed.add(run)) {
      sorted.stream()
          .filter(child -> run.id().equals(child.parent()))
          .forEach(child -> place(child, sorted, placed));
    }
  }

  private record Run(UUID id, Listing listing) {
    @Nullable UUID parent() {
      return listing.parent();
    }
  }

  private static List<Run> of(List<Run> runs) {
    return TreeOrder.of(runs, Run::id, Run::listing);
  }

  private static List<Integer> order(Run... runs) {
    return of(List.of(runs)).stream().map(run -> (int) run.id().getLeastSignificantBits()).toList();
  }

  private static Run run(int number, @Nullable UUID parent, @Nullable Integer start) {
    return run(id(number), parent, start);
  }

  private static Run run(UUID id, @Nullable UUID parent, @Nullable Integer start) {
    Instant at = start == null ? null : Instant.ofEpochSecond(start);
    return new Run(id, new Listing(null, parent, null, null, null, at, null));
  }

  private static UUID id(int number) {
    return new UUID(0x7000, number);
  }
}
