package dev.runmark.bench.frames;

import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.FrameDecoder;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.FrameOutput;
import dev.runmark.storage.part.LinePlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** Runs as the sink would have written them into one part, and where each of them lies in it. */
final class EncodedRuns {

  private final FrameFormat format;
  private final byte[] part;
  private final List<LinePlace> places;

  private EncodedRuns(FrameFormat format, byte[] part, List<LinePlace> places) {
    this.format = format;
    this.part = part;
    this.places = places;
  }

  /** Encodes them, as fast as the sink does. */
  static EncodedRuns of(List<byte[]> runs, FrameFormat format) throws IOException {
    Part part = new Part();
    try (FrameEncoder encoder = FrameEncoder.of(format)) {
      for (byte[] run : runs) {
        encoder.append(run, 0, run.length, part);
      }
      encoder.finish(part);
    }
    return new EncodedRuns(format, part.bytes.toByteArray(), places(runs, part));
  }

  private static List<LinePlace> places(List<byte[]> runs, Part part) {
    List<LinePlace> places = new ArrayList<>();
    long begin = 0;
    int line = 0;
    for (Frame frame : part.frames) {
      int offset = 0;
      for (int left = frame.lines(); left > 0; left--, line++) {
        byte[] run = runs.get(line);
        CRC32C checksum = new CRC32C();
        checksum.update(run);
        ByteRange range = new ByteRange(begin, begin + frame.length());
        places.add(new LinePlace(range, offset, run.length, (int) checksum.getValue()));
        offset += run.length + 1;
      }
      begin += frame.length();
    }
    return places;
  }

  /** Bytes of the part. */
  long length() {
    return part.length;
  }

  /** Bytes that reading this run gets from the store. */
  long fetched(int run) {
    return places.get(run).frame().length();
  }

  /** One run read back, from its frame's bytes on. */
  byte[] read(int run) throws IOException {
    LinePlace place = places.get(run);
    int from = Math.toIntExact(place.frame().start());
    int to = Math.toIntExact(place.frame().end());
    byte[] frame = Arrays.copyOfRange(part, from, to);
    return FrameDecoder.line(place, format.compression(), frame, Integer.MAX_VALUE);
  }

  private record Frame(long length, int lines) {}

  private static final class Part implements FrameOutput {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    private final List<Frame> frames = new ArrayList<>();

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes.write(source, offset, length);
    }

    @Override
    public void frameEnded(long length, int lines) {
      frames.add(new Frame(length, lines));
    }
  }
}
