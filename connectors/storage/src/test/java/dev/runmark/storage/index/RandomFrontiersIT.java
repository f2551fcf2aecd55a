package dev.runmark.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.storage.part.SourcePartition;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The rule in SQL and the one in Java make the same positions of the same frontiers: what a model
 * shows of one holds for the other.
 */
class RandomFrontiersIT {

  private static final int HISTORIES = 12;
  private static final int STEPS = 25;

  @Test
  void sqlAndJavaAgree() throws Exception {
    IndexDatabase database = IndexDatabase.create();
    PostgresPositions positions = new PostgresPositions(database.writer());
    try (PostgresOffsetIndex postgres = new PostgresOffsetIndex(database.writer())) {
      for (int history = 0; history < HISTORIES; history++) {
        long seed = Long.getLong("runmark.seed", System.nanoTime());
        database.clear();
        Random random = new Random(seed);
        InMemoryOffsetIndex memory = new InMemoryOffsetIndex();
        for (int step = 0; step < STEPS; step++) {
          PartCommit commit = new TestLines().commit(randomFrontiers(random));
          postgres.commit(commit);
          memory.commit(commit);
          if (random.nextInt(5) == 0) {
            assertThat(positions.positions())
                .as("step %d; replay with -Drunmark.seed=%d", step, seed)
                .isEqualTo(memory.positions());
          }
        }
        assertThat(positions.positions()).as("seed %d", seed).isEqualTo(memory.positions());
      }
    }
  }

  private static List<Frontier> randomFrontiers(Random random) {
    List<Frontier> frontiers = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      int submission = random.nextInt(2);
      int checkpoint = random.nextInt(6);
      // Mostly that of the checkpoint, so that groups become complete.
      int subtasks = random.nextInt(20) == 0 ? 3 : 1 + (checkpoint + submission) % 3;
      frontiers.add(
          new Frontier(
              new UUID(submission, 1),
              checkpoint,
              random.nextInt(subtasks),
              subtasks,
              randomSources(random)));
    }
    return frontiers;
  }

  private static List<SourceFrontier> randomSources(Random random) {
    List<SourceFrontier> sources = new ArrayList<>();
    for (int partition = 0; partition < 3; partition++) {
      int dice = random.nextInt(5);
      if (dice > 0) {
        SourcePartition source = TestLines.source(partition);
        OptionalLong pending =
            dice < 3 ? OptionalLong.of(random.nextInt(50)) : OptionalLong.empty();
        OptionalLong seen = dice > 1 ? OptionalLong.of(random.nextInt(100)) : OptionalLong.empty();
        sources.add(new SourceFrontier(source, pending, seen));
      }
    }
    return sources;
  }
}
