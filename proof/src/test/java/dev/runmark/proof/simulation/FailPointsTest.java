package dev.runmark.proof.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.failpoint.FailPoint;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A crash at each step of the write path, at the first, second and third time that it is reached,
 * in several schedules. The steps inside a transaction are gone through on the real index.
 */
class FailPointsTest {

  private static final int HITS = 3;
  private static final long SCHEDULES = 4;
  private static final Set<FailPoint> OF_THE_REAL_INDEX =
      EnumSet.range(FailPoint.COPYING, FailPoint.AFTER_COMMIT);

  static Stream<Arguments> eachHitOfEachPoint() {
    return EnumSet.complementOf(EnumSet.copyOf(OF_THE_REAL_INDEX)).stream()
        .flatMap(point -> IntStream.rangeClosed(1, HITS).mapToObj(hit -> Arguments.of(point, hit)));
  }

  @ParameterizedTest
  @MethodSource("eachHitOfEachPoint")
  void aCrashLosesAndDoublesNothing(FailPoint point, int hit) {
    long crashes = 0;
    for (long seed = 1; seed <= SCHEDULES; seed++) {
      Outcome outcome = Simulation.run(seed, Schedule.of(seed), dyingAt(point, hit));
      assertThat(outcome.violation()).as("seed %d", seed).isNull();
      String crash = ("crash at " + point).toLowerCase(Locale.ROOT);
      crashes += outcome.counts().all().getOrDefault(crash, 0L);
    }
    assertThat(crashes).isBetween(SCHEDULES / 2, SCHEDULES);
  }

  private static Subject dyingAt(FailPoint point, int hit) {
    return new Subject() {
      private int reached;

      @Override
      public boolean diesAt(FailPoint passed) {
        return passed == point && ++reached == hit;
      }
    };
  }
}
