package dev.runmark.reader.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A file of lines, some at a time; blank ones are left out. */
final class LineBatches {

  /** A line with its place in the file, from 1. */
  record Line(long number, byte[] bytes) {

    /** Its first byte that is no white space; -1: it is blank. */
    int first() {
      for (byte each : bytes) {
        if (each != ' ' && each != '\t' && each != '\r') {
          return each & 0xff;
        }
      }
      return -1;
    }
  }

  private final ByteLines lines;
  private final int most;
  private final int bytes;

  /**
   * @param most lines of a batch
   * @param bytes of a batch after which no line is added
   */
  LineBatches(ByteLines lines, int most, int bytes) {
    this.lines = lines;
    this.most = most;
    this.bytes = bytes;
  }

  /** The next lines; empty at the end. */
  List<Line> next() throws IOException {
    List<Line> batch = new ArrayList<>();
    long size = 0;
    while (batch.size() < most && size < bytes) {
      byte[] next = lines.next();
      if (next == null) {
        break;
      }
      Line line = new Line(lines.number(), next);
      if (line.first() >= 0) {
        batch.add(line);
        size += next.length;
      }
    }
    return batch;
  }
}
