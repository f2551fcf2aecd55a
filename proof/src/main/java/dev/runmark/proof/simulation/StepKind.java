package dev.runmark.proof.simulation;

/** What can happen, and how often beside the others. */
enum StepKind {
  /** Records are read, and are on their way to the subtasks. */
  READ(24),
  /** A subtask takes some of what is on its way. */
  DELIVER(44),
  /** The clock moves, and timers fire. */
  TIME(12),
  /** A checkpoint begins. */
  BARRIER(14),
  /** A subtask hears that a checkpoint is complete. */
  NOTIFY(24),
  /** A subtask never hears it. */
  LOSE(3),
  /** A subtask hears it again. */
  REPEAT(3),
  /** A checkpoint is given up. */
  ABORT(2),
  /** An effect will fail, before it is done or after. */
  FAIL(5),
  /** All processes are killed; the job goes on from its latest checkpoint. */
  CRASH(1),
  /** The job goes on from its latest checkpoint at another parallelism. */
  RESCALE(1),
  /** All is killed, and the clock of what comes then is right, or a day ahead, or behind. */
  CLOCK(2),
  /** Another job begins from a retained checkpoint. */
  RESTORE(1),
  /** Another job begins without state, at the safe positions. */
  FRESH(1),
  /** The job goes on elsewhere, while its old attempt only hangs. */
  FREEZE(1),
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
