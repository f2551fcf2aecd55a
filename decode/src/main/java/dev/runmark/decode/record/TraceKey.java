package dev.runmark.decode.record;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A trace's name in the whole job: what its runs are gathered by. */
public record TraceKey(String tenant, UUID trace) {

  public static TraceKey of(RunEvent event) {
    return new TraceKey(event.line().key().tenant(), event.line().trace());
  }

  /**
   * Written out: it is asked for each event, and the one of a record costs several times as much.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof TraceKey key && trace.equals(key.trace) && tenant.equals(key.tenant);
  }

  /** Written out: it decides which subtask has the key, so that it must not change with the JDK. */
  @Override
  public int hashCode() {
    long bits = trace.getMostSignificantBits() ^ trace.getLeastSignificantBits();
    return 31 * tenant.hashCode() + Long.hashCode(bits);
  }
}
