package dev.runmark.quickstart.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.flink.util.FileUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The job on a standalone cluster whose processes are killed while runs keep coming.
 *
 * <p>{@code -Drunmark.crash.repeat=N} plays it so many times; what a failed round wrote stays below
 * target/.
 */
class RunmarkCrashIT {

  static IntStream rounds() {
    return IntStream.rangeClosed(1, Integer.getInteger("runmark.crash.repeat", 1));
  }

  @ParameterizedTest(name = "round {0}")
  @MethodSource("rounds")
  void everyRunIsStoredOnceWhoeverIsKilled(int round) throws Exception {
    Path directory = Files.createTempDirectory(Path.of("target"), "crash-" + round + "-");
    try (CrashStory story = CrashStory.begin(directory.toAbsolutePath())) {
      story.play();
      assertThat(story.report().clean()).as(story::told).isTrue();
      assertThat(story.partsAlreadyCommittedAtARestore()).as(story::told).isPositive();
      assertThat(story.commitsThatReadRowsBack()).as(story::told).isPositive();
      assertThat(story.partsWithoutLedgerRow()).as(story::told).isNotEmpty();
    }
    FileUtils.deleteDirectory(directory.toFile());
  }
}
