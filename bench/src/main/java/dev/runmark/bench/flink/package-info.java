/** A Flink mini cluster that benchmarks run jobs on. */
@NullMarked
package dev.runmark.bench.flink;

import org.jspecify.annotations.NullMarked;
