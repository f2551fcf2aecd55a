/** What a replay reads, and what it would change. */
@NullMarked
package dev.runmark.job.kafka.replay;

import org.jspecify.annotations.NullMarked;
