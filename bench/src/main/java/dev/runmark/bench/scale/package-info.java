/** Whether a run costs the same among ten million as among ten thousand. */
@NullMarked
package dev.runmark.bench.scale;

import org.jspecify.annotations.NullMarked;
