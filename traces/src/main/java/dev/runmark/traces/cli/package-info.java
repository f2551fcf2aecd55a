/** The command that shows traces. */
@NullMarked
package dev.runmark.traces.cli;

import org.jspecify.annotations.NullMarked;
