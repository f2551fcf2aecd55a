package dev.runmark.storage.part;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Complete gzip members (RFC 1952): header and trailer of our own around one reused deflater, which
 * {@link java.util.zip.GZIPOutputStream} would make anew for each.
 */
final class GzipCodec implements FrameCodec {

  private static final int CHUNK = 64 * 1024;

  /** Magic, deflate, no flags, no time, no extra flags, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private final Deflater deflater;
  private final CRC32 checksum = new CRC32();
  private final byte[] compressed = new byte[CHUNK];
  private final byte[] trailer = new byte[8];
  private long length;

  GzipCodec(int level) {
    deflater = new Deflater(level, true);
  }

  @Override
  public void begin(long size, FrameOutput out) throws IOException {
    deflater.reset();
    checksum.reset();
    length = 0;
    write(HEADER, HEADER.length, out);
  }

  @Override
  public void add(byte[] bytes, int offset, int count, FrameOutput out) throws IOException {
    checksum.update(bytes, offset, count);
    deflater.setInput(bytes, offset, count);
    while (!deflater.needsInput()) {
      write(compressed, deflater.deflate(compressed), out);
    }
  }

  @Override
  public long end(FrameOutput out) throws IOException {
    deflater.finish();
    while (!deflater.finished()) {
      write(compressed, deflater.deflate(compressed), out);
    }
    littleEndian(0, (int) checksum.getValue());
    // The size modulo 2^32, as the format has it.
    littleEndian(4, (int) deflater.getBytesRead());
    write(trailer, trailer.length, out);
    return length;
  }

  private void write(byte[] bytes, int count, FrameOutput out) throws IOException {
    out.write(bytes, 0, count);
    length += count;
  }

  private void littleEndian(int at, int value) {
    for (int i = 0; i < 4; i++) {
      trailer[at + i] = (byte) (value >>> (8 * i));
    }
  }

  @Override
  public void close() {
    deflater.end();
  }
}
