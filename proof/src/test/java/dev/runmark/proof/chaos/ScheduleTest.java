package dev.runmark.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTest {

  private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

  private final Arsenal arsenal = new Arsenal();

  @Test
  void aSeedMeansTheSameEachTime() {
    Duration time = Duration.ofMinutes(20);

    assertThat(told(Schedule.random(7, time, ALL, new Arsenal())))
        .isEqualTo(told(Schedule.random(7, time, ALL, arsenal)))
        .isNotEqualTo(told(Schedule.random(8, time, ALL, arsenal)));
  }

  @Test
  void everyKindComesOnceHoweverLittleTimeThereIs() {
    assertThat(Schedule.random(7, Duration.ZERO, ALL, arsenal).entries())
        .extracting(entry -> entry.variant().kind())
        .containsExactlyInAnyOrderElementsOf(ALL);
  }

  @Test
  void theTimeIsFilled() {
    List<Schedule.Entry> entries =
        Schedule.random(7, Duration.ofMinutes(60), ALL, arsenal).entries();

    assertThat(entries.get(entries.size() - 1).at()).isGreaterThan(Duration.ofMinutes(58));
  }

  @ParameterizedTest
  @EnumSource(FaultKind.class)
  void variantsTakeTurns(FaultKind kind) {
    int variants = arsenal.variants(kind).size();
    Duration time = kind.takes().multipliedBy(variants);

    assertThat(Schedule.random(7, time, EnumSet.of(kind), arsenal).entries())
        .extracting(Schedule.Entry::variant)
        .containsExactlyInAnyOrderElementsOf(arsenal.variants(kind));
  }

  @Test
  void allMeansEveryVariantOnce() {
    List<Variant> wanted = ALL.stream().flatMap(kind -> arsenal.variants(kind).stream()).toList();

    assertThat(Schedule.all(7, ALL, arsenal).entries())
        .extracting(Schedule.Entry::variant)
        .containsExactlyInAnyOrderElementsOf(wanted)
        .extracting(Variant::toString)
        .doesNotHaveDuplicates();
  }

  /** Ten steps, of which COPY does not end when its answer is swallowed. */
  @Test
  void aCommitIsBrokenAtEachOfItsStepsInEachWay() {
    assertThat(arsenal.variants(FaultKind.POSTGRES_CUT)).hasSize(29);
    assertThat(arsenal.variants(FaultKind.POSTGRES_HOLD)).hasSize(11);
    assertThat(arsenal.variants(FaultKind.POSTGRES_BLACK_HOLE)).hasSize(9);
  }

  private static List<String> told(Schedule schedule) {
    return schedule.entries().stream().map(Schedule.Entry::toString).toList();
  }
}
