package dev.runmark.bench.ingest;

import java.util.List;

/** How Runmark gathers traces in a pass. */
public enum Window {
  NONE("", List.of("window: none")),
  /**
   * As shipped, but for grace and gap: the records of a trace lie side by side in the topic, so
   * that longer ones would only add a wait at its end, and state to each checkpoint.
   */
  TRACE(", window", List.of("window:", "  grace: 1 s", "  gap: 1 s"));

  private final String suffix;
  private final List<String> options;

  Window(String suffix, List<String> options) {
    this.suffix = suffix;
    this.options = options;
  }

  /** What the pipeline's name ends with. */
  String suffix() {
    return suffix;
  }

  /** Lines of the options file. */
  List<String> options() {
    return options;
  }
}
