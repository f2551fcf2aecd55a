/** What follows from the times of spans: what they take, what nothing covers, what has changed. */
@NullMarked
package dev.runmark.traces.figures;

import org.jspecify.annotations.NullMarked;
