package dev.runmark.proof.simulation;

import dev.runmark.storage.index.CommitResult;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PartCommit;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The index as one process sees it: commits fail before, after, or when half the parts are in. */
final class FaultyIndex implements OffsetIndex {

  private final World world;
  private final Life life;

  FaultyIndex(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  @Override
  public CommitResult commit(PartCommit commit) throws IOException {
    life.require();
    if (commit.parts().size() > 1 && world.faults().fails(Effect.COMMIT, Moment.HALF)) {
      committed(half(commit));
      throw new InjectedFailure("half-way through a commit");
    }
    return world.faults().through(Effect.COMMIT, () -> committed(commit));
  }

  /** A large backlog goes in by several transactions, of whole parts; frontiers are in the last. */
  private static PartCommit half(PartCommit commit) {
    return new PartCommit(
        commit.parts().subList(0, commit.parts().size() / 2), Set.of(), List.of(), commit.rows());
  }

  private CommitResult committed(PartCommit commit) throws IOException {
    CommitResult result = world.index().commit(commit);
    world.counts().add(commit.parts().isEmpty() ? "commit without parts" : "commit");
    if (!result.alreadyCommitted().isEmpty()) {
      world.counts().add("commit of what was committed");
    }
    if (result.covered() > 0) {
      world.counts().add("commit of covered lines");
    }
    world.changed(
        "commit "
            + commit.parts().size()
            + " parts, "
            + result.alreadyCommitted().size()
            + " already, "
            + result.rows()
            + " rows, "
            + result.covered()
            + " covered, frontiers "
            + commit.frontiers().size(),
        !commit.parts().isEmpty());
    return result;
  }

  @Override
  public void close() {}
}
