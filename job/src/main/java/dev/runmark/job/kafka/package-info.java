/** Runs as they come from Kafka, with positions that cannot mean another topic's records. */
@NullMarked
package dev.runmark.job.kafka;

import org.jspecify.annotations.NullMarked;
