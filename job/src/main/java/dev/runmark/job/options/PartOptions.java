package dev.runmark.job.options;

import static dev.runmark.options.OptionTypes.sizeBetween;
import static dev.runmark.options.OptionTypes.wholeNumber;
import static dev.runmark.options.OptionTypes.word;

import dev.runmark.options.OptionKey;
import dev.runmark.options.Settings;
import dev.runmark.storage.part.Compression;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * How parts are made.
 *
 * @param level the compressor's; 0 without compression
 * @param size stored bytes at which a part is sealed before its checkpoint
 * @param rows bytes of offset rows at which it is
 * @param frame lines share a frame up to this many bytes before compression
 */
public record PartOptions(
    Compression compression, int level, MemorySize size, MemorySize rows, MemorySize frame)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey COMPRESSION =
      OptionKey.one("parts.compression", "zstd", "none, gzip or zstd");
  private static final OptionKey LEVEL =
      OptionKey.one("parts.level", "gzip 1 to 9, zstd 1 to 19; without it 6 and 1");
  private static final OptionKey SIZE =
      OptionKey.one(
          "parts.size", "128 MiB", "size at which a part is sealed before its checkpoint");
  private static final OptionKey ROWS =
      OptionKey.one(
          "parts.rows-size", "16 MiB", "size of its offset rows at which a part is sealed");
  private static final OptionKey FRAME =
      OptionKey.one("parts.frame-bytes", "64 KiB", "bytes that share a frame before compression");

  static final List<OptionKey> KEYS = List.of(COMPRESSION, LEVEL, SIZE, ROWS, FRAME);

  public PartOptions {
    int most = mostLevel(compression);
    if (level < Math.min(1, most) || level > most) {
      throw new IllegalArgumentException(
          "parts.level: "
              + level
              + ": "
              + (most == 0 ? "without compression there is none" : "wanted 1 to " + most));
    }
    if (frame.compareTo(size) > 0) {
      throw new IllegalArgumentException(
          "parts.frame-bytes: " + frame + ": more than parts.size, " + size);
    }
  }

  static PartOptions from(Settings settings) {
    Compression compression = settings.one(COMPRESSION, word(Compression.class));
    int level = settings.find(LEVEL, wholeNumber(1, 19)).orElse(usualLevel(compression));
    MemorySize size = settings.one(SIZE, sizeBetween("1 MiB", "5 GiB", MemorySize::new));
    MemorySize rows = settings.one(ROWS, sizeBetween("64 KiB", "512 MiB", MemorySize::new));
    MemorySize frame = settings.one(FRAME, sizeBetween("1 KiB", "16 MiB", MemorySize::new));
    return settings.build(() -> new PartOptions(compression, level, size, rows, frame));
  }

  private static int mostLevel(Compression compression) {
    return switch (compression) {
      case NONE -> 0;
      case GZIP -> 9;
      case ZSTD -> 19;
    };
  }

  private static int usualLevel(Compression compression) {
    return switch (compression) {
      case NONE -> 0;
      case GZIP -> 6;
      case ZSTD -> 1;
    };
  }
}
