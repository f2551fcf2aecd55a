package dev.runmark.storage.failpoint;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The steps of writing and committing, in their order. A test that watches them breaks off at each,
 * as a crash would. Who watches is found by {@link ServiceLoader} in a test's jar; a release has
 * none, and passing a point then costs nothing.
 */
public enum FailPoint {
  /** A line is about to go into the open part. */
  APPEND,
  /** A frame is about to go to the store. */
  UPLOAD,
  /** The part's upload is about to be completed. */
  SEAL,
  /** The part lies in the store, its rows object does not. */
  PART_STORED,
  /** Both lie in the store. */
  ROWS_STORED,
  /** The barrier is about to pass: nothing is sealed that was open. */
  BEFORE_BARRIER,
  /** The writer's state is about to go into the checkpoint. */
  AFTER_BARRIER,
  /** The committer is about to ask the index. */
  COMMIT_BEGINS,
  /** A row is about to be copied. */
  COPYING,
  /** All rows are in the temporary table. */
  COPIED,
  /** The ledger has the parts. */
  LEDGER_WRITTEN,
  /** New runs are in. */
  RUNS_WRITTEN,
  /** COMMIT is about to be sent. */
  BEFORE_COMMIT,
  /** The transaction is committed, and nobody was told. */
  AFTER_COMMIT,
  /** The index has answered; Flink does not know yet. */
  COMMIT_RETURNS;

  /** Told of each point that is passed. */
  @FunctionalInterface
  public interface Listener {

    /** In the thread that passes it; what it throws is thrown there. */
    void reached(FailPoint point);
  }

  private static final @Nullable Listener LISTENER =
      ServiceLoader.load(Listener.class, FailPoint.class.getClassLoader()).findFirst().orElse(null);

  /** Whether anybody is told. */
  public static boolean areWatched() {
    return LISTENER != null;
  }

  /** Called where the point lies. */
  public void reached() {
    if (LISTENER != null) {
      LISTENER.reached(this);
    }
  }
}
