package dev.runmark.quickstart.stage;

import dev.runmark.quickstart.generate.Delays;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The two jobs that there are: with the stage that gathers the events of a trace, and without. */
public enum WindowMode {
  NONE(20_000, List.of("window: none")),
  TRACE(20_000, List.of("window:", "  grace: 1 s", "  gap: 4 s"));

  /** So that patches meet their creates, or miss them, and some window is open at any time. */
  public static final Delays DELAYS =
      new Delays(Duration.ofMillis(700), Duration.ofSeconds(8), Duration.ofSeconds(6));

  private final long runs;
  private final List<String> options;

  WindowMode(long runs, List<String> options) {
    this.runs = runs;
    this.options = options;
  }

  /** How many are sent at least. */
  public long runs() {
    return runs;
  }

  public List<String> options() {
    return options("zstd");
  }

  /** The same with parts of another compression. */
  public List<String> options(String compression) {
    return Stream.concat(options.stream(), Stream.of("parts:", "  compression: " + compression))
        .toList();
  }
}
