package dev.runmark.quickstart.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.stage.WindowMode;
import dev.runmark.quickstart.watch.Watched;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The job with windows that are open at every kill, on a standalone cluster whose processes are
 * killed while runs keep coming. {@code -Drunmark.crash.repeat=N} plays it so many times.
 */
class TraceWindowCrashIT {

  static IntStream rounds() {
    return CrashRounds.wanted();
  }

  @ParameterizedTest(name = "round {0}")
  @MethodSource("rounds")
  void everyRunIsStoredOnceWhoeverIsKilled(int round) throws Exception {
    CrashStory story = CrashRounds.played(WindowMode.TRACE, round);
    CheckReport.Totals totals = story.played().report().totals();
    assertThat(totals.lines()).as(story.played()::told).isLessThan(totals.events());
    assertThat(story.openTraces()).as(story.played()::told).hasSize(4).allMatch(open -> open > 0);
    // Dashboard and alerts ask for nothing that is not there.
    assertThat(Watched.absentFrom(story.exported())).as(story.played()::told).isEmpty();
  }
}
