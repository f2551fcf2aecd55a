/** The benchmarks' commands. */
@NullMarked
package dev.runmark.bench.cli;

import org.jspecify.annotations.NullMarked;
