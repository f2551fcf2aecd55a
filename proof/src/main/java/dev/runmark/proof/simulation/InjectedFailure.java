package dev.runmark.proof.simulation;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failure that the schedule wanted: the job restarts, nothing else may come of it. */
final class InjectedFailure extends IOException {

  private static final long serialVersionUID = 1L;

  InjectedFailure(String what) {
    super(what);
  }

  static boolean isIn(@Nullable Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InjectedFailure) {
        return true;
      }
    }
    return false;
  }
}
