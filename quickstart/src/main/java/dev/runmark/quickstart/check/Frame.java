package dev.runmark.quickstart.check;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decodes the bytes of a range, which must be one whole frame. */
final class Frame {

  private static final int NONE = 0;
  private static final int GZIP = 1;
  private static final int ZSTD = 2;
  private static final int GZIP_SIZE = 4;

  private Frame() {}

  /**
   * The lines of the frame, each with its newline.
   *
   * @param compression as the ledger's column says
   * @throws IOException when the bytes are less or more than one frame
   */
  static byte[] decode(byte[] frame, int compression) throws IOException {
    byte[] lines =
        switch (compression) {
          case NONE -> frame;
          case GZIP -> gzip(frame);
          case ZSTD -> zstd(frame);
          default -> throw new IOException("compression " + compression + " is unknown");
        };
    if (lines.length == 0 || lines[lines.length - 1] != '\n') {
      throw new IOException("the frame does not end with a newline");
    }
    if (compression == NONE && newlines(lines) != 1) {
      throw new IOException("the range holds " + newlines(lines) + " lines");
    }
    return lines;
  }

  private static byte[] zstd(byte[] frame) throws IOException {
    long size = Zstd.findFrameCompressedSize(frame);
    if (Zstd.isError(size) || size != frame.length) {
      throw new IOException("the range of " + frame.length + " bytes is not one zstd frame");
    }
    try (ZstdInputStream in = new ZstdInputStream(new ByteArrayInputStream(frame))) {
      return in.readAllBytes();
    }
  }

  private static byte[] gzip(byte[] frame) throws IOException {
    byte[] lines;
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(frame))) {
      lines = in.readAllBytes();
    }
    // Java reads on into a second member; the size that ends the first one tells.
    int said = 0;
    for (int i = 1; i <= GZIP_SIZE; i++) {
      said = said << 8 | frame[frame.length - i] & 0xff;
    }
    if (said != lines.length) {
      throw new IOException("the range of " + frame.length + " bytes is not one gzip member");
    }
    return lines;
  }

  private static int newlines(byte[] bytes) {
    int count = 0;
    for (byte b : bytes) {
      if (b == '\n') {
        count++;
      }
    }
    return count;
  }
}
