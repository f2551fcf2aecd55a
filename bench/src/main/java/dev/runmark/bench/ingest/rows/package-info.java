/** A table of runs beside the files, as one would build it by hand. */
@NullMarked
package dev.runmark.bench.ingest.rows;

import org.jspecify.annotations.NullMarked;
