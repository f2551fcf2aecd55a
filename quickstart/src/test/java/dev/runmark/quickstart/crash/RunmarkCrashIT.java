package dev.runmark.quickstart.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.cluster.FlinkCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The job on a standalone cluster whose processes are killed while runs keep coming: without
 * windows, then with windows that are open at every kill, on the same servers and cluster.
 *
 * <p>{@code -Drunmark.crash.repeat=N} plays both so many times; what a failed round wrote stays
 * below target/.
 */
class RunmarkCrashIT {

  static IntStream rounds() {
    return IntStream.rangeClosed(1, Integer.getInteger("runmark.crash.repeat", 1));
  }

  @ParameterizedTest(name = "round {0}")
  @MethodSource("rounds")
  void everyRunIsStoredOnceWhoeverIsKilled(int round) throws Exception {
    Path directory =
        Files.createTempDirectory(Path.of("target"), "crash-" + round + "-").toAbsolutePath();
    try (Surroundings surroundings = Surroundings.start(directory);
        FlinkCluster cluster = FlinkCluster.start(surroundings.cluster().withTaskManagers(2))) {
      eachEventIsALine(played(WindowMode.NONE, surroundings, cluster));
      eventsThatMeetAreALine(played(WindowMode.TRACE, surroundings, cluster));
    }
    FileUtils.deleteDirectory(directory.toFile());
  }

  private static CrashStory played(WindowMode mode, Surroundings surroundings, FlinkCluster cluster)
      throws Exception {
    CrashStory story = new CrashStory(mode, surroundings, cluster);
    story.play();
    assertThat(story.played().report().clean()).as(story.played()::told).isTrue();
    assertThat(story.played().report().totals().sent())
        .as(story.played()::told)
        .isGreaterThanOrEqualTo(mode.runs());
    assertThat(story.partsAlreadyCommittedAtARestore()).as(story.played()::told).isPositive();
    assertThat(story.commitsThatReadRowsBack()).as(story.played()::told).isPositive();
    assertThat(story.partsWithoutLedgerRow()).as(story.played()::told).isNotEmpty();
    return story;
  }

  private static void eachEventIsALine(CrashStory story) {
    CheckReport.Totals totals = story.played().report().totals();
    assertThat(totals.lines()).as(story.played()::told).isEqualTo(totals.events());
  }

  private static void eventsThatMeetAreALine(CrashStory story) {
    CheckReport.Totals totals = story.played().report().totals();
    assertThat(totals.lines()).as(story.played()::told).isLessThan(totals.events());
    assertThat(story.openTraces()).as(story.played()::told).hasSize(4).allMatch(open -> open > 0);
  }
}
