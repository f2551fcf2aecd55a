package dev.runmark.storage.part;

import java.io.IOException;

/**
 * Turns lines into frames that decode alone and, one after the other, are a valid file.
 *
 * <p>Without compression each line with its newline is a frame. With zstd or gzip small lines share
 * a frame up to {@link FrameFormat#frameBytes()} of uncompressed bytes; a line that, with its
 * newline, is at least that large is a frame of its own. Each frame is a complete zstd frame (RFC
 * 8878) or gzip member (RFC 1952).
 *
 * <p>Lines lie in a decoded frame in the order they were appended, each followed by one newline and
 * nothing else, so that a line's offset is the sum of the lengths before it, newlines included.
 *
 * <p>Made once per writer and used for one part after the other, by one thread: it owns the
 * compression context and its buffers, whose sizes do not depend on the lines.
 */
public interface FrameEncoder extends AutoCloseable {

  static FrameEncoder of(FrameFormat format) {
    return switch (format.compression()) {
      case NONE -> new PlainFrames();
      case GZIP -> new CompressedFrames(format.frameBytes(), new GzipCodec(format.level()));
      case ZSTD -> new CompressedFrames(format.frameBytes(), new ZstdCodec(format.level()));
    };
  }

  /** Adds the line {@code bytes[offset, offset + length)}, which holds no newline. */
  void append(byte[] bytes, int offset, int length, FrameOutput out) throws IOException;

  /** Ends the frame that is still open, if any; the next line begins a new one. */
  void finish(FrameOutput out) throws IOException;

  /** Forgets the open frame, when its part is given up. */
  void reset();

  /** Frees the compression context. */
  @Override
  void close();
}
