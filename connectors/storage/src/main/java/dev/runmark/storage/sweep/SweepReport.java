package dev.runmark.storage.sweep;

import java.time.Instant;

/**
 * What a sweep found and did, or would have done.
 *
 * @param floor parts opened before it were looked at
 * @param listed objects and uploads in the parts' folders
 * @param foreign those whose key is none of ours: never touched
 * @param young those not older than the floor by their id or by the store's clock
 * @param named those that the ledger names
 * @param parts part objects removed
 * @param rows rows objects removed
 * @param bytes of the objects removed
 * @param uploads open uploads dropped
 */
public record SweepReport(
    Instant floor,
    long listed,
    long foreign,
    long young,
    long named,
    long parts,
    long rows,
    long bytes,
    long uploads) {

  /** Objects removed. */
  public long objects() {
    return parts + rows;
  }
}
