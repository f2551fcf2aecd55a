package dev.runmark.proof.simulation;

/** Which one of how many. */
record SubtaskIndex(int subtask, int parallelism) {}
