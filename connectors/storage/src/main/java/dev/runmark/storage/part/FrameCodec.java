package dev.runmark.storage.part;

import java.io.IOException;

/** Writes one compressed frame after the other; {@link #begin} may follow an unfinished one. */
interface FrameCodec extends AutoCloseable {

  /** Begins a frame that will hold exactly {@code size} bytes once decoded. */
  void begin(long size, FrameOutput out) throws IOException;

  void add(byte[] bytes, int offset, int length, FrameOutput out) throws IOException;

  /** Ends the frame and gives its length in compressed bytes. */
  long end(FrameOutput out) throws IOException;

  @Override
  void close();
}
