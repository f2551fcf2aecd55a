package dev.runmark.job.options;

import static dev.runmark.job.options.OptionTypes.word;

import java.io.Serializable;
import java.util.List;

/** How events of one trace are gathered before they are written. */
public record WindowOptions(Kind kind) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The kinds of windows. */
  public enum Kind {
    /** No shuffle and no state: every record's lines are written as they come. */
    NONE
  }

  private static final OptionKey KIND =
      OptionKey.one("window", "none", "how the events of a trace are gathered");

  static final List<OptionKey> KEYS = List.of(KIND);

  static WindowOptions from(Settings settings) {
    return new WindowOptions(settings.one(KIND, word(Kind.class)));
  }
}
