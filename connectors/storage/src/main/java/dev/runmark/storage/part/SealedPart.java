package dev.runmark.storage.part;

/**
 * A part whose bytes and rows object lie in the store, both confirmed. It can be committed, now or
 * after any restart, from this reference alone.
 *
 * @param length of the part in bytes, as stored
 * @param lines how many lines (and so offset rows) it has
 * @param checksum CRC-32C of all its stored bytes
 * @param rowsLength of its rows object in bytes
 */
public record SealedPart(
    PartLocation location,
    PartId id,
    Compression compression,
    long length,
    int lines,
    int checksum,
    int rowsLength) {

  public SealedPart {
    if (length <= 0 || lines <= 0 || rowsLength <= 0) {
      throw new IllegalArgumentException(
          "part "
              + id
              + ": length "
              + length
              + ", lines "
              + lines
              + ", rows length "
              + rowsLength
              + ": a sealed part has none of them 0");
    }
  }

  public String key() {
    return location.key(id, compression);
  }

  public String rowsKey() {
    return key() + PartLocation.ROWS;
  }
}
