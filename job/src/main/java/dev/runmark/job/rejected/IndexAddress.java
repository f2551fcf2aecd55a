package dev.runmark.job.rejected;

import dev.runmark.storage.index.PostgresOptions;
import java.io.Serializable;

/** Where the index is: travels in the job graph without any secret, resolved where it is used. */
@FunctionalInterface
public interface IndexAddress extends Serializable {

  PostgresOptions resolve();
}
