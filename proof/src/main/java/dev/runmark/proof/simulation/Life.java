package dev.runmark.proof.simulation;

import java.io.IOException;

/** Of one process: once it was killed, nothing of it reaches the world. */
final class Life {

  private boolean alive = true;

  boolean alive() {
    return alive;
  }

  void end() {
    alive = false;
  }

  void require() throws IOException {
    if (!alive) {
      throw new InjectedFailure("the process was killed");
    }
  }
}
