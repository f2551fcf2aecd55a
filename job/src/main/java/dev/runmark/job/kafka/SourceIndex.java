package dev.runmark.job.kafka;

import dev.runmark.storage.index.PostgresOptions;
import java.io.Serializable;

/**
 * The index that knows positions and decoder limits. Made where the job is submitted and resolved
 * where the source runs, so that no secret travels.
 */
@FunctionalInterface
public interface SourceIndex extends Serializable {

  PostgresOptions resolve();
}
