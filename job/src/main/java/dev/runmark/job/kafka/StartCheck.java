package dev.runmark.job.kafka;

import java.io.IOException;

/** What must hold before the first split is assigned. */
@FunctionalInterface
interface StartCheck {

  /**
   * @throws PositionRefusedException when the start is refused for good
   * @throws IOException when it does not hold, or could not be found out, but may later
   */
  void run() throws IOException;
}
