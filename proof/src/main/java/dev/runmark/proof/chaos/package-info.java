/**
 * A whole system of processes to which one thing after another is done while runs keep coming and
 * somebody reads, and the audit of what is left. One seed decides what is done, and when.
 */
@NullMarked
package dev.runmark.proof.chaos;

import org.jspecify.annotations.NullMarked;
