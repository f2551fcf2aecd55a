/** The Flink sink: lines to parts, parts to committables, committables to offset rows. */
@NullMarked
package dev.runmark.sink;

import org.jspecify.annotations.NullMarked;
