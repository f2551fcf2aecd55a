package dev.runmark.quickstart.check;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger.
 *
 * @param checksum CRC-32C of the object
 * @param rowsLength bytes of its rows object
 */
record CommittedPart(
    UUID part,
    String bucket,
    String key,
    long length,
    int lines,
    int checksum,
    int rowsLength,
    @Nullable Integer written,
    @Nullable Integer stale,
    int compression,
    int state) {

  static final int COMMITTED = 0;

  String rowsKey() {
    return key + ".rows";
  }
}
