package dev.runmark.bench.ingest;

import java.util.List;

/** How Runmark gathers traces in a pass. */
public enum Window {
  NONE("", List.of("window: none")),
  /** As shipped. */
  TRACE(", window", List.of());

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
