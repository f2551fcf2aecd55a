package dev.runmark.job.options;

import static dev.runmark.job.options.OptionTypes.wholeNumber;
import static dev.runmark.job.options.OptionTypes.sizeBetween;
import static dev.runmark.job.options.OptionTypes.word;

import dev.runmark.storage.part.Compression;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * How parts are made.
 *
 * @param level the compressor's; of no meaning without compression
 * @param size a part is sealed at the latest when it has this size
 * @param frame lines share a frame up to this many bytes before compression
 */
public record PartOptions(Compression compression, int level, MemorySize size, MemorySize frame)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey COMPRESSION =
      OptionKey.one("parts.compression", "zstd", "none, gzip or zstd");
  private static final OptionKey LEVEL =
      OptionKey.one("parts.level", "1", "compression level: gzip 1 to 9, zstd 1 to 22");
  private static final OptionKey SIZE =
      OptionKey.one(
          "parts.size", "256 MiB", "size at which a part is sealed before the checkpoint");
  private static final OptionKey FRAME =
      OptionKey.one("parts.frame-bytes", "64 KiB", "bytes that share a frame before compression");

  static final List<OptionKey> KEYS = List.of(COMPRESSION, LEVEL, SIZE, FRAME);

  private static final int GZIP_MOST = 9;

  public PartOptions {
    if (compression == Compression.GZIP && level > GZIP_MOST) {
      throw new IllegalArgumentException("parts.level: " + level + ": gzip knows 1 to 9");
    }
    if (frame.compareTo(size) > 0) {
      throw new IllegalArgumentException(
          "parts.frame-bytes: " + frame + ": more than parts.size, " + size);
    }
  }

  static PartOptions from(Settings settings) {
    Compression compression = settings.one(COMPRESSION, word(Compression.class));
    int level = settings.one(LEVEL, wholeNumber(1, 22));
    MemorySize size = settings.one(SIZE, sizeBetween("1 MiB", "5 GiB"));
    MemorySize frame = settings.one(FRAME, sizeBetween("1 KiB", "16 MiB"));
    return settings.build(() -> new PartOptions(compression, level, size, frame));
  }
}
