package dev.runmark.reader.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines of bytes from outside, whatever bytes they are, in bounded memory: of a line that is longer
 * than wanted, only its beginning. They end with LF; a CR before it is left to the taker.
 */
final class ByteLines {

  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[64 << 10];
  private int filled;
  private int position;
  private long number;

  /**
   * @param longest bytes of a line that are kept
   */
  ByteLines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Which line {@link #next} gave last, from 1. */
  long number() {
    return number;
  }

  /** The next line; null at the end. */
  byte @Nullable [] next() throws IOException {
    int next = read();
    if (next < 0) {
      return null;
    }
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (; next >= 0 && next != '\n'; next = read()) {
      if (line.size() < longest) {
        line.write(next);
      }
    }
    return line.toByteArray();
  }

  private int read() throws IOException {
    if (position == filled) {
      position = 0;
      filled = Math.max(0, in.read(buffer));
      if (filled == 0) {
        return -1;
      }
    }
    return buffer[position++] & 0xff;
  }
}
