/** What the reports of all benchmarks have in common: the machine, and how far values lie apart. */
@NullMarked
package dev.runmark.bench.measure;

import org.jspecify.annotations.NullMarked;
