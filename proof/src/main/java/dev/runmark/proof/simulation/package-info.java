/**
 * The write path under random schedules, on a clock, a store and an index that are all simulated.
 */
@NullMarked
package dev.runmark.proof.simulation;

import org.jspecify.annotations.NullMarked;
