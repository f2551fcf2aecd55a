package dev.runmark.proof.simulation;

/** What can happen, and how often beside the others. */
enum StepKind {
  /** Records are read, and are on their way to the subtasks. */
  READ(22),
  /** A subtask takes some of what is on its way. */
  DELIVER(26),
  /** The clock moves, and timers fire. */
  TIME(8),
  /** A checkpoint begins. */
  BARRIER(12),
  /** A subtask hears that a checkpoint is complete. */
  NOTIFY(14),
  /** A subtask never hears it. */
  LOSE(3),
  /** A subtask hears it again. */
  REPEAT(3),
  /** A checkpoint is given up. */
  ABORT(2),
  /** An effect will fail, before it is done or after. */
  FAIL(6),
  /** All processes are killed; the job goes on from its latest checkpoint. */
  CRASH(2),
  /** The job goes on from its latest checkpoint at another parallelism. */
  RESCALE(2),
  /** Another job begins from a retained checkpoint. */
  RESTORE(2),
  /** Another job begins without state, at the safe positions. */
  FRESH(1),
  /** The job goes on elsewhere, while its old attempt only hangs. */
  FREEZE(2),
  /** An attempt that was given up goes on a little. */
  ZOMBIE(8),
  /** A sweep removes what nobody can commit any more. */
  SWEEP(3);

  private final int weight;

  StepKind(int weight) {
    this.weight = weight;
  }

  int weight() {
    return weight;
  }
}
