package dev.runmark.sink;

import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameFormat;
import java.io.Serializable;
import org.apache.flink.configuration.MemorySize;

/**
 * How parts are cut and encoded.
 *
 * @param partSize stored bytes at which a part is sealed before its checkpoint; by at most one
 *     frame it may be larger
 * @param rowsSize bytes of its rows object at which a part is sealed: they stay in memory until
 *     they are committed
 * @param frameSize see {@link FrameFormat#frameBytes()}
 * @param level see {@link FrameFormat#level()}
 */
public record PartOptions(
    MemorySize partSize,
    MemorySize rowsSize,
    Compression compression,
    MemorySize frameSize,
    int level)
    implements Serializable {

  public static final MemorySize DEFAULT_PART_SIZE = MemorySize.ofMebiBytes(128);
  public static final MemorySize DEFAULT_ROWS_SIZE = MemorySize.ofMebiBytes(16);

  private static final MemorySize LARGEST_PART_SIZE = MemorySize.ofMebiBytes(16 * 1024);
  private static final MemorySize LARGEST_ROWS_SIZE = MemorySize.ofMebiBytes(512);

  public PartOptions {
    requireSize("part-size", partSize, LARGEST_PART_SIZE);
    requireSize("rows-size", rowsSize, LARGEST_ROWS_SIZE);
    frameFormat(compression, frameSize, level);
  }

  public static PartOptions of(Compression compression) {
    return new PartOptions(
        DEFAULT_PART_SIZE,
        DEFAULT_ROWS_SIZE,
        compression,
        new MemorySize(FrameFormat.DEFAULT_FRAME_BYTES),
        FrameFormat.defaultLevel(compression));
  }

  FrameFormat frames() {
    return frameFormat(compression, frameSize, level);
  }

  private static FrameFormat frameFormat(Compression compression, MemorySize size, int level) {
    // A size that is no int is out of the format's range anyway: let it say so.
    return new FrameFormat(compression, (int) Math.min(size.getBytes(), Integer.MAX_VALUE), level);
  }

  private static void requireSize(String option, MemorySize size, MemorySize largest) {
    if (size.getBytes() < 1 || size.compareTo(largest) > 0) {
      throw new IllegalArgumentException(
          option + " " + size + ": wanted 1 byte to " + largest.toHumanReadableString());
    }
  }
}
