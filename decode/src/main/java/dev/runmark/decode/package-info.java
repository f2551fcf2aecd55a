/** From Kafka records to run events: strict, by scanning, without a tree of the payload. */
@NullMarked
package dev.runmark.decode;

import org.jspecify.annotations.NullMarked;
