package dev.runmark.proof.simulation;

import dev.runmark.storage.failpoint.FailPoint;

/**
 * The process ends at this point. An error, so that nothing of the product takes it for its own.
 */
final class Crash extends Error {

  private static final long serialVersionUID = 1L;

  Crash(FailPoint point) {
    super("crash at " + point);
  }
}
