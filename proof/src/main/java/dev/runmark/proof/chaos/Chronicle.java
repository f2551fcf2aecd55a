package dev.runmark.proof.chaos;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happens as it happens, with the time since the beginning, and logs it. */
final class Chronicle {

  private static final Logger LOG = LoggerFactory.getLogger(Chronicle.class);

  private final PrintWriter out;
  private final long begin = System.nanoTime();

  Chronicle(PrintWriter out) {
    this.out = out;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** A time for a person. */
  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }

  void say(String what) {
    String line = String.format(Locale.ROOT, "%6.1f s  %s", elapsed().toMillis() / 1e3, what);
    out.println(line);
    out.flush();
    LOG.info("{}", line);
  }
}
