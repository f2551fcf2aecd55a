/** A Kafka broker inside this JVM. */
@NullMarked
package dev.runmark.embedded.kafka;

import org.jspecify.annotations.NullMarked;
