/** The proof's commands. */
@NullMarked
package dev.runmark.proof.cli;

import org.jspecify.annotations.NullMarked;
