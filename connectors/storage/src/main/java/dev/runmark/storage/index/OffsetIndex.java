package dev.runmark.storage.index;

import dev.runmark.storage.tracing.Laps;
import java.io.IOException;

/**
 * The write side of the index.
 *
 * <p>Committing is: add the lines, then drop the covered ones. It is commutative, associative and
 * idempotent: order, repetition and concurrent committers do not change what a reader finds.
 */
public interface OffsetIndex extends AutoCloseable {

  /**
   * Makes parts and their rows visible; the rows of one part appear together or not at all.
   *
   * <p>Transient faults and doubtful outcomes are retried inside, within a bounded time. When this
   * returns, every part of the commit is in the ledger and every frontier is known.
   *
   * @throws CommitRefusedException when it must never be committed, however often it is tried
   * @throws IOException when it could not be committed now; trying again later is safe
   */
  CommitResult commit(PartCommit commit) throws IOException, InterruptedException;

  /**
   * The same, and tells what its steps took.
   *
   * @param laps gets each step, also those of attempts that failed
   */
  default CommitResult commit(PartCommit commit, Laps laps)
      throws IOException, InterruptedException {
    CommitResult result = commit(commit);
    laps.done("commit");
    return result;
  }

  @Override
  void close();
}
