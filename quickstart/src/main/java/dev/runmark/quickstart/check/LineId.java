package dev.runmark.quickstart.check;

import java.util.UUID;

/** What tells lines apart: whose events, from which partition, from which to which position. */
record LineId(String tenant, UUID run, UUID trace, UUID topicId, int partition, long lo, long hi) {

  /** Whether all that the other line holds is in this one. */
  boolean covers(LineId other) {
    return run.equals(other.run)
        && trace.equals(other.trace)
        && tenant.equals(other.tenant)
        && topicId.equals(other.topicId)
        && partition == other.partition
        && lo <= other.lo
        && hi >= other.hi;
  }
}
