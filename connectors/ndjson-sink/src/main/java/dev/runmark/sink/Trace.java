package dev.runmark.sink;

import dev.runmark.storage.part.RunLine;
import java.util.List;

/**
 * Lines that are to lie side by side: those of one trace that were gathered together, in the order
 * in which they are written.
 *
 * @param lines at least one
 */
public record Trace(List<RunLine> lines) implements SinkElement {

  public Trace {
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("trace: no lines");
    }
  }

  public static Trace of(RunLine line) {
    return new Trace(List.of(line));
  }

  /** Bytes of all lines, each with its line break, before compression. */
  public long size() {
    long size = lines.size();
    for (RunLine line : lines) {
      size += line.length();
    }
    return size;
  }
}
