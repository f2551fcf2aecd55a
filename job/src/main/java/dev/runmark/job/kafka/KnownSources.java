package dev.runmark.job.kafka;

import java.io.IOException;
import java.io.Serializable;
import java.util.Set;
import java.util.UUID;

/**
 * What the index has taken rows from before. Made where the job is submitted, asked where the
 * source's coordinator runs: an implementation connects when it is asked.
 */
@FunctionalInterface
public interface KnownSources extends Serializable {

  /** The ids of all topics that the index knows. */
  Set<UUID> topicIds() throws IOException;
}
