package dev.runmark.proof.simulation;

import org.jspecify.annotations.Nullable;

/** A rule does not hold. */
public final class Violation extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Rule rule;

  Violation(Rule rule, String what) {
    this(rule, what, null);
  }

  Violation(Rule rule, String what, @Nullable Throwable cause) {
    super(rule + ": " + what, cause);
    this.rule = rule;
  }

  Rule rule() {
    return rule;
  }
}
