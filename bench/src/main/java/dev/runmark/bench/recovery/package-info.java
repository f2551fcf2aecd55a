/** How long it takes until new runs are visible again after a TaskManager was killed. */
@NullMarked
package dev.runmark.bench.recovery;

import org.jspecify.annotations.NullMarked;
