/** The runs that benchmarks send and store. */
@NullMarked
package dev.runmark.bench.load;

import org.jspecify.annotations.NullMarked;
