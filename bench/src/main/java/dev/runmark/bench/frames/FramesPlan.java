package dev.runmark.bench.frames;

import dev.runmark.storage.part.Compression;
import java.util.List;

/**
 * What to measure: each size of runs in each compression with each size of frames.
 *
 * @param kilobytes about how many a run has (1 KB = 1000 bytes)
 * @param compressions of the frames
 * @param frameKibibytes up to which small lines share a frame; 0: each line is one
 * @param megabytes of runs that are written in each pass, in 10⁶ bytes
 * @param rounds that count, after one to warm up
 */
public record FramesPlan(
    List<Integer> kilobytes,
    List<Compression> compressions,
    List<Integer> frameKibibytes,
    int megabytes,
    int rounds) {

  public FramesPlan {
    kilobytes = List.copyOf(kilobytes);
    compressions = List.copyOf(compressions);
    frameKibibytes = List.copyOf(frameKibibytes);
    if (kilobytes.isEmpty() || compressions.isEmpty() || frameKibibytes.isEmpty()) {
      throw new IllegalArgumentException("measure nothing: wanted sizes and compressions");
    }
    require("run of KB", kilobytes, 1, 900);
    require("frame of KiB", frameKibibytes, 0, 16 * 1024);
    if (megabytes < 1 || rounds < 1) {
      throw new IllegalArgumentException(
          megabytes + " MB in " + rounds + " rounds: wanted 1 of each, or more");
    }
  }

  private static void require(String what, List<Integer> sizes, int least, int most) {
    for (int size : sizes) {
      if (size < least || size > most) {
        throw new IllegalArgumentException(what + " " + size + ": wanted " + least + " to " + most);
      }
    }
  }
}
