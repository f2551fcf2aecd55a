/** How fast runs get from Kafka to where readers see them, Flink's own FileSink beside us. */
@NullMarked
package dev.runmark.bench.ingest;

import org.jspecify.annotations.NullMarked;
