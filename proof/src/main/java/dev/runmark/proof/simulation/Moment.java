package dev.runmark.proof.simulation;

/** When an effect fails. */
enum Moment {
  /** Nothing was done. */
  BEFORE,
  /** Of a commit only: some of its transactions were done. */
  HALF,
  /** All was done, and nobody hears of it. */
  AFTER
}
