package dev.runmark.sink;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The end of a serialized committable: the spans of those of its parts that are traced. */
final class SpanSection {

  private SpanSection() {}

  static void write(List<StagedPart> parts, DataOutput out) throws IOException {
    out.writeInt((int) parts.stream().filter(part -> part.span() != null).count());
    for (int index = 0; index < parts.size(); index++) {
      SealedSpan span = parts.get(index).span();
      if (span != null) {
        out.writeInt(index);
        span.write(out);
      }
    }
  }

  /** The parts, each with its span if it has one. */
  static List<StagedPart> read(List<StagedPart> parts, DataInput in) throws IOException {
    List<StagedPart> all = new ArrayList<>(parts);
    for (int left = in.readInt(); left > 0; left--) {
      int index = in.readInt();
      all.set(index, all.get(index).with(SealedSpan.read(in)));
    }
    return all;
  }
}
