package dev.runmark.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.reader.fetch.Stretch.Frame;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.PartId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StretchTest {

  private static final PartId ONE = PartId.parse("01939e2a-7a10-7c3e-9d0b-0242ac120001");
  private static final PartId OTHER = PartId.parse("01939e2a-7a10-7c3e-9d0b-0242ac120002");

  @Test
  void rangesThatTouchOrNearlyTouchAreOne() {
    assertThat(ranges(10, 1000, run(ONE, 0, 5), run(ONE, 5, 9), run(ONE, 19, 30), run(ONE, 41, 50)))
        .containsExactly(new ByteRange(0, 30), new ByteRange(41, 50));
  }

  @Test
  void theOrderOfTheRequestDoesNotMatter() {
    assertThat(ranges(0, 1000, run(ONE, 5, 9), run(OTHER, 0, 5), run(ONE, 0, 5)))
        .containsExactly(new ByteRange(0, 9), new ByteRange(0, 5));
  }

  @Test
  void aStretchIsNoLongerThanItMayBeButOneFrameIs() {
    assertThat(ranges(0, 10, run(ONE, 0, 6), run(ONE, 6, 10), run(ONE, 10, 99)))
        .containsExactly(new ByteRange(0, 10), new ByteRange(10, 99));
  }

  /**
   * No writer makes such frames; a row that is not sound may name one, and costs others nothing.
   */
  @Test
  void aFrameInsideAnotherShortensNoStretch() {
    assertThat(ranges(10, 1000, run(ONE, 0, 50), run(ONE, 10, 20), run(ONE, 55, 60)))
        .containsExactly(new ByteRange(0, 60));
  }

  @Test
  void aFrameOfSeveralLinesIsReadOnceAndOneThatIsHadNotAtAll() {
    Frame had = new Frame(ONE, new ByteRange(0, 6));

    List<Stretch> stretches =
        Stretch.of(
            List.of(run(ONE, 0, 6), run(ONE, 6, 10), run(ONE, 6, 10)),
            Map.of(had, new byte[6]),
            0,
            100);

    assertThat(stretches).hasSize(1);
    assertThat(stretches.get(0).lines()).hasSize(1);
    assertThat(stretches.get(0).range()).isEqualTo(new ByteRange(6, 10));
  }

  /** Whatever frames there are: each lies whole in one stretch, and gaps and lengths are kept. */
  @Test
  void everyFrameLiesInOneStretch() {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<IndexedRun> runs = new ArrayList<>();
      Set<Frame> wanted = new HashSet<>();
      for (int i = random.nextInt(30); i > 0; i--) {
        int start = random.nextInt(200) * 10;
        IndexedRun run = run(random.nextBoolean() ? ONE : OTHER, start, start + 10);
        runs.add(run);
        wanted.add(Frame.of(run.lines().get(0)));
      }
      List<Frame> found = new ArrayList<>();
      for (Stretch stretch : Stretch.of(runs, Map.of(), 30, 200)) {
        long end = stretch.range().start();
        for (Stretch.Wanted line : stretch.lines()) {
          found.add(line.frame());
          assertThat(line.frame().range().start() - end).as("seed %d", seed).isBetween(0L, 30L);
          end = line.frame().range().end();
        }
        assertThat(stretch.range().end()).as("seed %d", seed).isEqualTo(end);
        assertThat(stretch.range().length()).as("seed %d", seed).isLessThanOrEqualTo(200);
      }
      assertThat(found).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(wanted);
    }
  }

  private static IndexedRun run(PartId part, long start, long end) {
    return Runs.at(part, start, end);
  }

  private static List<ByteRange> ranges(long gap, long longest, IndexedRun... runs) {
    return Stretch.of(List.of(runs), Map.of(), gap, longest).stream().map(Stretch::range).toList();
  }
}
