package dev.runmark.reader.send;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decodes a gzip stream (RFC 1952), all its members to the end of the stream; what stands behind a
 * member and is none is an error. {@link java.util.zip.GZIPInputStream} looks for another member
 * only in what has arrived already, and takes a broken one for the end: of a body that comes in
 * pieces it would lose runs. Owned by one thread.
 */
final class GzipMembers extends InputStream {

  private static final int MAGIC = 0x8b1f;
  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final byte[] buffer;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private int position;
  private int filled;
  private boolean inMember;

  /**
   * @throws ZipException when it does not begin with a member
   */
  GzipMembers(InputStream in, int bufferSize) throws IOException {
    this.in = in;
    this.buffer = new byte[bufferSize];
    if (!beginsMember()) {
      throw new EOFException("no bytes");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || beginsMember()) {
      int inflated = inflate(bytes, offset, length);
      if (inflated > 0) {
        checksum.update(bytes, offset, inflated);
        return inflated;
      }
      endMember();
    }
    return -1;
  }

  /** Bytes of the member; 0 at its end. */
  private int inflate(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (true) {
        int inflated = inflater.inflate(bytes, offset, length);
        if (inflated > 0 || inflater.finished()) {
          return inflated;
        }
        if (inflater.needsDictionary()) {
          throw new ZipException("it needs a dictionary");
        }
        if (!fill()) {
          throw new EOFException("it ends inside a member");
        }
        inflater.setInput(buffer, 0, filled);
        position = filled;
      }
    } catch (DataFormatException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  /** Whether there is another member; only the end of the stream says that there is none. */
  private boolean beginsMember() throws IOException {
    if (position == filled && !fill()) {
      return false;
    }
    checksum.reset();
    if (twoBytes() != MAGIC || next() != 8) {
      throw new ZipException("what begins there is no member");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("a member has flags that nobody knows");
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(twoBytes());
    }
    for (int flag : new int[] {NAME, COMMENT}) {
      while ((flags & flag) != 0 && next() != 0) {
        // As long as it likes.
      }
    }
    int expected = (int) checksum.getValue() & 0xffff;
    if ((flags & HEADER_CHECKSUM) != 0 && twoBytes() != expected) {
      throw new ZipException("the header of a member fails its checksum");
    }
    checksum.reset();
    inflater.reset();
    inflater.setInput(buffer, position, filled - position);
    position = filled;
    inMember = true;
    return true;
  }

  private void endMember() throws IOException {
    position = filled - inflater.getRemaining();
    long expected = checksum.getValue();
    long length = inflater.getBytesWritten() & 0xffffffffL;
    if (fourBytes() != expected || fourBytes() != length) {
      throw new ZipException("a member fails its checksum or length");
    }
    inMember = false;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private long fourBytes() throws IOException {
    return twoBytes() | (long) twoBytes() << 16;
  }

  private int twoBytes() throws IOException {
    return next() | next() << 8;
  }

  private int next() throws IOException {
    if (position == filled && !fill()) {
      throw new EOFException("it ends inside a member");
    }
    int next = buffer[position++] & 0xff;
    checksum.update(next);
    return next;
  }

  private boolean fill() throws IOException {
    position = 0;
    filled = Math.max(0, in.read(buffer, 0, buffer.length));
    return filled > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
