package dev.runmark.bench.post;

import java.util.List;

/** How the job gathers traces meanwhile. */
public enum Gathering {
  NONE(List.of("window: none")),
  /** As shipped, but for grace and gap: what they add is a wait that everyone may choose. */
  TRACE(List.of("window:", "  grace: 100 ms", "  gap: 1 s"));

  private final List<String> options;

  Gathering(List<String> options) {
    this.options = options;
  }

  /** Lines of the options file. */
  List<String> options() {
    return options;
  }
}
