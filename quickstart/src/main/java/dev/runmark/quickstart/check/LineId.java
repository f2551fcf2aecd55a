package dev.runmark.quickstart.check;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

  /** All but the run. */
  void write(DataOutputStream out) throws IOException {
    EntryBytes.text(out, tenant);
    EntryBytes.uuid(out, trace);
    EntryBytes.uuid(out, topicId);
    out.writeInt(partition);
    out.writeLong(lo);
    out.writeLong(hi);
  }

  static LineId read(UUID run, DataInputStream in) throws IOException {
    return new LineId(
        EntryBytes.text(in),
        run,
        EntryBytes.uuid(in),
        EntryBytes.uuid(in),
        in.readInt(),
        in.readLong(),
        in.readLong());
  }
}
