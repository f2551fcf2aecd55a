/** Traces read from files and from Jaeger. */
@NullMarked
package dev.runmark.traces.read;

import org.jspecify.annotations.NullMarked;
