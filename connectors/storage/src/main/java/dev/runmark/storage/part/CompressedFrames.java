package dev.runmark.storage.part;

import java.io.IOException;

/** Compressed frames: small lines wait in a buffer of one frame's size, a large line passes by. */
final class CompressedFrames implements FrameEncoder {

  private static final byte[] NEWLINE = {'\n'};

  private final FrameCodec codec;
  private final byte[] waiting;
  private int used;
  private int lines;

  CompressedFrames(int frameBytes, FrameCodec codec) {
    this.waiting = new byte[frameBytes];
    this.codec = codec;
  }

  @Override
  public void append(byte[] bytes, int offset, int length, FrameOutput out) throws IOException {
    // length + 1 for the newline, written so that the largest array does not overflow.
    if (length >= waiting.length - used) {
      finish(out);
    }
    if (length >= waiting.length - 1) {
      codec.begin(length + 1L, out);
      codec.add(bytes, offset, length, out);
      codec.add(NEWLINE, 0, 1, out);
      out.frameEnded(codec.end(out), 1);
      return;
    }
    System.arraycopy(bytes, offset, waiting, used, length);
    used += length;
    waiting[used++] = '\n';
    lines++;
  }

  @Override
  public void finish(FrameOutput out) throws IOException {
    if (lines == 0) {
      return;
    }
    codec.begin(used, out);
    codec.add(waiting, 0, used, out);
    int claimed = lines;
    reset();
    out.frameEnded(codec.end(out), claimed);
  }

  @Override
  public void reset() {
    used = 0;
    lines = 0;
  }

  @Override
  public void close() {
    codec.close();
  }
}
