package dev.runmark.proof.simulation;

/**
 * One step of a schedule. It makes sense in any state, so that a schedule without some of its steps
 * is one as well.
 *
 * @param which which subtask, partition, effect or checkpoint, of as many as there are then
 * @param much how much of it
 */
record Step(StepKind kind, int which, int much) {

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + which + " " + much;
  }
}
