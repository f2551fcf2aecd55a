/** Gathers the events of a trace, so that a run is one line and a trace lies side by side. */
@NullMarked
package dev.runmark.job.window;

import org.jspecify.annotations.NullMarked;
