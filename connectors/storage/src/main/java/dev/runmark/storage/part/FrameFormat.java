package dev.runmark.storage.part;

/**
 * How lines become frames.
 *
 * @param frameBytes how many uncompressed bytes small lines share a frame up to; without
 *     compression every line is a frame of its own and this says nothing
 * @param level of compression, in the compressor's own scale; 0 without compression
 */
public record FrameFormat(Compression compression, int frameBytes, int level) {

  public static final int DEFAULT_FRAME_BYTES = 64 * 1024;

  /** Bounded since a reader decodes a whole frame to get at one small line. */
  public static final int LARGEST_FRAME_BYTES = 16 * 1024 * 1024;

  public FrameFormat {
    if (frameBytes < 1 || frameBytes > LARGEST_FRAME_BYTES) {
      throw new IllegalArgumentException(
          "frame-bytes " + frameBytes + ": wanted 1 to " + LARGEST_FRAME_BYTES);
    }
    int lowest = compression == Compression.NONE ? 0 : 1;
    int highest = highestLevel(compression);
    if (level < lowest || level > highest) {
      throw new IllegalArgumentException(
          "compression-level "
              + level
              + ": "
              + compression
              + " takes "
              + lowest
              + " to "
              + highest);
    }
  }

  /** The defaults: frames of 64 KiB; zstd at level 1, gzip at level 6. */
  public static FrameFormat of(Compression compression) {
    return new FrameFormat(compression, DEFAULT_FRAME_BYTES, defaultLevel(compression));
  }

  public static int defaultLevel(Compression compression) {
    return switch (compression) {
      case NONE -> 0;
      case GZIP -> 6;
      case ZSTD -> 1;
    };
  }

  private static int highestLevel(Compression compression) {
    return switch (compression) {
      case NONE -> 0;
      case GZIP -> 9;
      case ZSTD -> 19;
    };
  }
}
