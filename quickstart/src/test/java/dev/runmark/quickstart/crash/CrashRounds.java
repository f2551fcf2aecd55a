package dev.runmark.quickstart.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.stage.WindowMode;
import dev.runmark.quickstart.watch.Exported;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.flink.util.FileUtils;

/**
 * Plays the crash story on servers and a cluster of its own, and asserts what holds in every mode.
 * What a failed round wrote stays below target/.
 */
final class CrashRounds {

  private CrashRounds() {}

  /** {@code -Drunmark.crash.repeat=N} asks for more than one. */
  static IntStream wanted() {
    return IntStream.rangeClosed(1, Integer.getInteger("runmark.crash.repeat", 1));
  }

  static CrashStory played(WindowMode mode, int round) throws Exception {
    String name = "crash-" + mode.name().toLowerCase(Locale.ROOT) + "-" + round + "-";
    Path directory = Files.createTempDirectory(Path.of("target"), name).toAbsolutePath();
    CrashStory story;
    try (Surroundings surroundings = Surroundings.start(directory);
        FlinkCluster cluster =
            FlinkCluster.start(Exported.reported(surroundings.cluster().withTaskManagers(2)))) {
      story = new CrashStory(mode, surroundings, cluster);
      story.play();
      everythingHolds(mode, story);
    }
    FileUtils.deleteDirectory(directory.toFile());
    return story;
  }

  private static void everythingHolds(WindowMode mode, CrashStory story) throws Exception {
    Play played = story.played();
    assertThat(played.report().clean()).as(played::told).isTrue();
    assertThat(played.report().totals().sent())
        .as(played::told)
        .isGreaterThanOrEqualTo(mode.runs());
    assertThat(story.monitor().violated()).as(played::told).isEmpty();
    assertThat(story.monitor().visible())
        .as(played::told)
        .isEqualTo((int) played.report().totals().stored());
    assertThat(story.shown().leaks()).as(played::told).isEmpty();
    assertThat(story.shown().blind()).as(played::told).isEmpty();
    assertThat(story.monitor().rounds()).as(played::told).isGreaterThan(2);
    assertThat(story.partsAlreadyCommittedAtARestore()).as(played::told).isPositive();
    assertThat(story.commitsThatReadRowsBack()).as(played::told).isPositive();
    assertThat(story.partsWithoutLedgerRow()).as(played::told).isNotEmpty();
  }
}
