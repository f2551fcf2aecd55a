package dev.runmark.storage.part;

/** How the frames of a part are encoded. The code is stored: never change or reuse one. */
public enum Compression {
  NONE(0, ""),
  GZIP(1, ".gz"),
  ZSTD(2, ".zst");

  private final int code;
  private final String suffix;

  Compression(int code, String suffix) {
    this.code = code;
    this.suffix = suffix;
  }

  /** What the rows object, the committable and the ledger store. */
  public int code() {
    return code;
  }

  /** What follows {@code .ndjson} in the part's key. */
  public String suffix() {
    return suffix;
  }

  public static Compression ofCode(int code) {
    for (Compression compression : values()) {
      if (compression.code == code) {
        return compression;
      }
    }
    throw new IllegalArgumentException("compression code " + code + ": known are 0, 1 and 2");
  }
}
