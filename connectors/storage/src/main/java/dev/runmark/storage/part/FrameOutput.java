package dev.runmark.storage.part;

import java.io.IOException;

/** Where frames go: the growing part. */
public interface FrameOutput {

  /** Takes the part's next bytes; the array may be reused as soon as this returns. */
  void write(byte[] bytes, int offset, int length) throws IOException;

  /**
   * A frame ends here.
   *
   * @param length its bytes in the part: all that was written since the frame before it ended
   * @param lines how many lines it holds: the oldest that no frame has claimed yet
   */
  void frameEnded(long length, int lines);
}
