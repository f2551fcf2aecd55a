/** Spans and the traces that they make up. */
@NullMarked
package dev.runmark.traces;

import org.jspecify.annotations.NullMarked;
