/** Realistic runs for a Kafka topic, and a ledger of what was sent. */
@NullMarked
package dev.runmark.quickstart.generate;

import org.jspecify.annotations.NullMarked;
