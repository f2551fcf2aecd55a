package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.EventSpan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rule by itself, on lines of a few sources and traces. The histories judge what it is for. */
class CoverRuleTest {

  private static final int FIRST = EventSpan.EVENTS_PER_RECORD;

  private record Line(UUID trace, int source, EventSpan span) implements SourcedLine {}

  private static Line line(int trace, int source, long lo, long hi) {
    // Each source has its creates at the same places, whoever reads it.
    boolean created = lo == 0 || lo <= FIRST + source && FIRST + source <= hi;
    return new Line(new UUID(0, trace), source, new EventSpan(lo, hi, created));
  }

  private static void forRandomLines(Consumer<Given> property) {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    for (int round = 0; round < 3_000; round++) {
      Random random = new Random(seed + round);
      try {
        property.accept(new Given(lines(random), random));
      } catch (AssertionError e) {
        throw new AssertionError("replay with -Drunmark.seed=" + (seed + round) + "\n" + e, e);
      }
    }
  }

  private record Given(List<Line> lines, Random random) {}

  private static List<Line> lines(Random random) {
    List<Line> lines = new ArrayList<>();
    int traces = random.nextInt(5) == 0 ? 2 : 1;
    for (int left = random.nextInt(12); left > 0; left--) {
      long lo = random.nextInt(5) == 0 ? 0 : FIRST + random.nextInt(8);
      long hi = Math.max(lo, FIRST) + random.nextInt(6);
      lines.add(line(random.nextInt(traces), random.nextInt(3), lo, hi));
    }
    return lines;
  }

  /** What the rule says, word by word. */
  private static boolean judged(Line y, Line x) {
    return y.source() == x.source()
        && y.trace().equals(x.trace())
        && y.span().lo() <= x.span().lo()
        && y.span().hi() >= x.span().hi();
  }

  @Test
  void inAnyOrderAndGroupingAndHoweverOftenOnlyTheUncoveredLinesAreLeft() {
    forRandomLines(
        given -> {
          Set<Line> uncovered = new HashSet<>(given.lines());
          uncovered.removeIf(
              x -> given.lines().stream().anyMatch(y -> !y.equals(x) && judged(y, x)));
          List<Line> deliveries = new ArrayList<>(given.lines());
          deliveries.addAll(given.lines().subList(0, given.lines().size() / 2));
          Collections.shuffle(deliveries, given.random());
          List<Line> kept = List.of();
          for (int from = 0; from < deliveries.size(); ) {
            int to = Math.min(deliveries.size(), from + 1 + given.random().nextInt(4));
            kept = CoverRule.add(kept, deliveries.subList(from, to));
            from = to;
          }
          assertThat(kept).doesNotHaveDuplicates().hasSameElementsAs(uncovered);
        });
  }

  @Test
  void coveringIsWhatTheRuleSays() {
    forRandomLines(
        given -> {
          for (Line y : given.lines()) {
            for (Line x : given.lines()) {
              assertThat(CoverRule.covers(y, x)).as("%s covers %s", y, x).isEqualTo(judged(y, x));
            }
          }
        });
  }

  @Test
  void ofTwoThatCoverEachOtherTheFirstOneStays() {
    Line stored = line(1, 1, FIRST, FIRST + 2);
    Line same = line(1, 1, FIRST, FIRST + 2);

    assertThat(CoverRule.add(List.of(stored), List.of(same))).singleElement().isSameAs(stored);
  }

  @Test
  void whatIsAddedLaterReplacesAllThatItCovers() {
    Line early = line(1, 1, FIRST, FIRST + 1);
    Line late = line(1, 1, FIRST + 2, FIRST + 2);
    Line elsewhere = line(1, 2, FIRST, FIRST + 1);
    Line foreign = line(2, 1, FIRST, FIRST + 1);
    Line both = line(1, 1, FIRST, FIRST + 2);

    assertThat(CoverRule.add(List.of(early, elsewhere, late, foreign), List.of(both)))
        .containsExactly(elsewhere, foreign, both);
  }

  @Test
  void theReadingOrderDoesNotDependOnTheOrderOfStoring() {
    forRandomLines(
        given -> {
          List<Line> kept = CoverRule.add(List.of(), given.lines());
          List<Line> ordered = CoverRule.inReadingOrder(kept);
          List<Line> shuffled = new ArrayList<>(kept);
          Collections.shuffle(shuffled, given.random());

          assertThat(ordered).hasSameElementsAs(kept).hasSameSizeAs(kept);
          assertThat(CoverRule.inReadingOrder(shuffled)).isEqualTo(ordered);
        });
  }

  @Test
  void chainsWithACreateComeFirstThenBySourceAndInsideByTheirEvents() {
    forRandomLines(
        given -> {
          List<Line> ordered = CoverRule.inReadingOrder(CoverRule.add(List.of(), given.lines()));
          Set<Integer> created = new HashSet<>();
          ordered.stream().filter(x -> x.span().created()).forEach(x -> created.add(x.source()));
          assertThat(ordered)
              .isSortedAccordingTo(
                  Comparator.<Line, Boolean>comparing(x -> !created.contains(x.source()))
                      .thenComparing(Line::source)
                      .thenComparing(x -> x.span().hi())
                      .thenComparing(x -> -x.span().lo()));
        });
  }

  /** What came before a complete run in its own chain is covered by it. */
  @Test
  void aCompleteRunIsTheFirstOfItsChainAndMovesNoOther() {
    Line complete = line(1, 2, 0, FIRST + 5);
    Line before = line(1, 2, FIRST, FIRST + 3);
    Line after = line(1, 2, FIRST + 6, FIRST + 6);
    Line patches = line(1, 3, FIRST, FIRST + 1);
    Line created = line(1, 1, FIRST, FIRST + 9);

    List<Line> kept = CoverRule.add(List.of(), List.of(after, patches, before, created, complete));

    assertThat(CoverRule.inReadingOrder(kept)).containsExactly(created, complete, after, patches);
  }

  @Test
  void linesOfAnotherTraceWithTheSameEventsHaveAPlaceOfTheirOwn() {
    Line one = line(1, 1, FIRST, FIRST + 2);
    Line other = line(2, 1, FIRST, FIRST + 2);

    assertThat(CoverRule.add(List.of(one), List.of(other))).containsExactly(one, other);
    assertThat(CoverRule.inReadingOrder(List.of(other, one))).containsExactly(one, other);
  }
}
