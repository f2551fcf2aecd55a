package dev.runmark.storage.part;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Gets lines back out of frames, never decoding more than the caller allows. */
public final class FrameDecoder {

  private FrameDecoder() {}

  /**
   * The line at its place, checked: the reading half of the invariant that {@link LinePlace}
   * states.
   *
   * @param frame exactly the bytes of {@code place.frame()}
   * @param limit bytes that the decoded frame may have at most
   * @throws IOException when the bytes are not that frame, or the line is not what it must be
   */
  public static byte[] line(LinePlace place, Compression compression, byte[] frame, int limit)
      throws IOException {
    if (frame.length != place.frame().length()) {
      throw new IOException(
          "decode frame " + place.frame() + ": these are " + frame.length + " bytes");
    }
    return line(place, decode(compression, frame, limit));
  }

  /**
   * The same of a frame that was decoded already, for several lines of it.
   *
   * @param decoded the bytes of {@code place.frame()}, decoded
   */
  public static byte[] line(LinePlace place, byte[] decoded) throws IOException {
    if (place.length() > decoded.length - place.offset()) {
      throw new IOException(
          "find line at "
              + place.offset()
              + "+"
              + place.length()
              + " of frame "
              + place.frame()
              + ": the decoded frame has "
              + decoded.length
              + " bytes");
    }
    CRC32C checksum = new CRC32C();
    checksum.update(decoded, place.offset(), place.length());
    if ((int) checksum.getValue() != place.checksum()) {
      throw new IOException(
          String.format(
              "check line at %d+%d of frame %s: CRC-32C is %08x, wanted %08x",
              place.offset(),
              place.length(),
              place.frame(),
              (int) checksum.getValue(),
              place.checksum()));
    }
    return Arrays.copyOfRange(decoded, place.offset(), place.offset() + place.length());
  }

  /**
   * The decoded bytes of one whole frame: lines, each with its newline.
   *
   * @param limit bytes that they may be at most
   */
  public static byte[] decode(Compression compression, byte[] frame, int limit) throws IOException {
    return switch (compression) {
      case NONE -> bounded(frame, limit);
      case GZIP -> gunzip(frame, limit);
      case ZSTD -> unzstd(frame, limit);
    };
  }

  private static byte[] bounded(byte[] decoded, int limit) throws IOException {
    if (decoded.length > limit) {
      throw tooLarge(decoded.length, limit);
    }
    return decoded;
  }

  private static byte[] gunzip(byte[] frame, int limit) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(frame))) {
      byte[] decoded = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw new IOException("decode frame: more than " + limit + " bytes, the limit");
      }
      return decoded;
    } catch (EOFException | ZipException e) {
      throw new IOException(
          "decode frame of " + frame.length + " bytes: no gzip member: " + e.getMessage(), e);
    }
  }

  private static byte[] unzstd(byte[] frame, int limit) throws IOException {
    try {
      long size = Zstd.getFrameContentSize(frame);
      if (size < 0 || Zstd.findFrameCompressedSize(frame) != frame.length) {
        throw new IOException(
            "decode frame of " + frame.length + " bytes: not one zstd frame that states its size");
      }
      if (size > limit) {
        throw tooLarge(size, limit);
      }
      return Zstd.decompress(frame, (int) size);
    } catch (ZstdException e) {
      throw new IOException("decode frame of " + frame.length + " bytes: " + e.getMessage(), e);
    }
  }

  private static IOException tooLarge(long size, int limit) {
    return new IOException("decode frame: " + size + " bytes, the limit is " + limit);
  }
}
