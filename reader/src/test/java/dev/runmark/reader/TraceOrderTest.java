package dev.runmark.reader;

import static dev.runmark.reader.Lines.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceOrderTest {

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
    List<IndexedRun> runs = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      runs.add(run(i, i == 0 ? null : id(i - 1), i));
    }
    List<IndexedRun> shuffled = new ArrayList<>(runs);
    Collections.shuffle(shuffled, new Random(7));

    assertThat(TraceOrder.of(shuffled)).isEqualTo(runs);
  }

  private static List<Integer> order(IndexedRun... runs) {
    return TraceOrder.of(List.of(runs)).stream()
        .map(run -> (int) run.key().run().getLeastSignificantBits())
        .toList();
  }

  private static IndexedRun run(int number, @Nullable UUID parent, int start) {
    Listing listing = new Listing(null, parent, null, null, null, Lines.at(start), null);
    RunKey key = new RunKey("default", id(number));
    return new IndexedRun(key, Lines.trace(1), true, listing, List.of());
  }
}
