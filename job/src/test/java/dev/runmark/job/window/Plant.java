package dev.runmark.job.window;

/** A mistake that a model of frontiers must see, or none. */
enum Plant {
  NOTHING,
  /** The highest offset in a committed part is taken for a position. */
  HIGHEST_OFFSET_OF_PARTS,
  /** The newest frontier of each subtask makes a group, whatever its checkpoint. */
  NEWEST_OF_EACH_SUBTASK,
  /** What restored windows hold is not pending. */
  FORGOTTEN_WINDOWS,
  /** What arrived before a restore is not known after it. */
  FORGOTTEN_ARRIVALS,
  /** One more than the offset after the highest that was seen. */
  ONE_TOO_HIGH,
  /** A subtask does not wait for the barriers of all its inputs. */
  FIRST_BARRIER,
  /** What was told at the end of the input makes a group with what was told at an earlier end. */
  ONE_END_OF_ALL_ATTEMPTS
}
