/** The write door: runs are spooled, judged whole, and only then sent to Kafka, all or none. */
@NullMarked
package dev.runmark.reader.send;

import org.jspecify.annotations.NullMarked;
