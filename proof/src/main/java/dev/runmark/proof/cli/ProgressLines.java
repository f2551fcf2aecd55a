package dev.runmark.proof.cli;

import dev.runmark.quickstart.check.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Tells every few seconds how far a command is; also when another stage begins. */
final class ProgressLines implements Progress {

  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final PrintWriter errors;
  private String stage = "";
  private long told;

  ProgressLines(PrintWriter errors) {
    this.errors = errors;
  }

  @Override
  public void at(String now, long done, long all) {
    long time = System.nanoTime();
    if (now.equals(stage) && time - told < PAUSE.toNanos()) {
      return;
    }
    stage = now;
    told = time;
    if (all == 0) {
      errors.printf(Locale.ROOT, "audit: %s: %,d%n", now, done);
    } else {
      errors.printf(Locale.ROOT, "audit: %s: %,d of %,d%n", now, done, all);
    }
    errors.flush();
  }
}
