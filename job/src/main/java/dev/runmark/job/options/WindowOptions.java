package dev.runmark.job.options;

import static dev.runmark.options.OptionTypes.duration;
import static dev.runmark.options.OptionTypes.sizeBetween;
import static dev.runmark.options.OptionTypes.word;

import dev.runmark.options.OptionKey;
import dev.runmark.options.Settings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * How events of one trace are gathered before they are written.
 *
 * @param grace after the root run has ended
 * @param gap after the latest event of a trace
 * @param age after its first one
 * @param traceSize bytes of one trace
 * @param openSize bytes that all open traces of a subtask may have
 */
public record WindowOptions(
    Kind kind,
    Duration grace,
    Duration gap,
    Duration age,
    MemorySize traceSize,
    MemorySize openSize)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The kinds of windows. */
  public enum Kind {
    /** The events of a trace wait for each other. */
    TRACE,
    /** No shuffle and no state: every record's lines are written as they come. */
    NONE
  }

  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Duration MOST = Duration.ofDays(7);

  private static final OptionKey KIND =
      OptionKey.one("window", "trace", "how the events of a trace are gathered: trace or none");
  private static final OptionKey GRACE =
      OptionKey.one("window.grace", "5 s", "a trace is written so long after its root run ended");
  private static final OptionKey GAP =
      OptionKey.one("window.gap", "60 s", "a trace is written so long after its latest event");
  private static final OptionKey AGE =
      OptionKey.one("window.age", "10 min", "a trace is written so long after its first event");
  private static final OptionKey TRACE_SIZE =
      OptionKey.one("window.trace-size", "64 MiB", "a trace is written when it has so many bytes");
  private static final OptionKey OPEN_SIZE =
      OptionKey.one(
          "window.open-size",
          "128 MiB",
          "bytes of open traces a subtask keeps: beyond, the oldest are written; "
              + "beyond a quarter, those whose root ended");

  static final List<OptionKey> KEYS = List.of(KIND, GRACE, GAP, AGE, TRACE_SIZE, OPEN_SIZE);

  static WindowOptions from(Settings settings) {
    return new WindowOptions(
        settings.one(KIND, word(Kind.class)),
        settings.one(GRACE, duration(LEAST, MOST)),
        settings.one(GAP, duration(LEAST, MOST)),
        settings.one(AGE, duration(LEAST, MOST)),
        settings.one(TRACE_SIZE, sizeBetween("1 KiB", "1 GiB", MemorySize::new)),
        settings.one(OPEN_SIZE, sizeBetween("1 MiB", "1024 GiB", MemorySize::new)));
  }
}
