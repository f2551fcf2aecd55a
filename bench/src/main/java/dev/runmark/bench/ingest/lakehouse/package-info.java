/** A table of a lakehouse: Apache Paimon on S3. */
@NullMarked
package dev.runmark.bench.ingest.lakehouse;

import org.jspecify.annotations.NullMarked;
