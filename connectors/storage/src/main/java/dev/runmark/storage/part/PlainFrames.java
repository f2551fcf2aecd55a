package dev.runmark.storage.part;

import java.io.IOException;

/** Frames without compression: the line and its newline, straight from the caller's array. */
final class PlainFrames implements FrameEncoder {

  private static final byte[] NEWLINE = {'\n'};

  @Override
  public void append(byte[] bytes, int offset, int length, FrameOutput out) throws IOException {
    out.write(bytes, offset, length);
    out.write(NEWLINE, 0, 1);
    out.frameEnded(length + 1L, 1);
  }

  @Override
  public void finish(FrameOutput out) {}

  @Override
  public void reset() {}

  @Override
  public void close() {}
}
