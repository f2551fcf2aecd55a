package dev.runmark.quickstart.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.stage.WindowMode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The job without windows, on a standalone cluster whose processes are killed while runs keep
 * coming. {@code -Drunmark.crash.repeat=N} plays it so many times. A campaign: in every build the
 * proof's chaos kills, cuts and restarts the job without windows.
 */
@Tag("campaign")
class WindowlessCrashIT {

  static IntStream rounds() {
    return CrashRounds.wanted();
  }

  @ParameterizedTest(name = "round {0}")
  @MethodSource("rounds")
  void everyEventIsALineOnceWhoeverIsKilled(int round) throws Exception {
    CrashStory story = CrashRounds.played(WindowMode.NONE, round);
    CheckReport.Totals totals = story.played().report().totals();
    assertThat(totals.lines()).as(story.played()::told).isEqualTo(totals.events());
  }
}
