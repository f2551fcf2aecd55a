package dev.runmark.job.rejected;

import dev.runmark.decode.record.Origin;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code rejected} as people look at it.
 *
 * @param redriven {@code no}, {@code sending} or {@code yes}
 * @param redrivenTo the offset of its next try in the same partition
 */
public record RejectedEntry(
    Instant rejectedAt, RejectedRow row, String redriven, @Nullable Long redrivenTo) {

  /** What its dead letter has as its key. */
  public Origin key() {
    return row.key();
  }
}
