package dev.runmark.decode.record;

import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;

/** A record's place in Kafka. */
public record SourceOffset(SourcePartition source, long offset) {

  public SourceOffset {
    if (offset < 0) {
      throw new IllegalArgumentException(source + ": offset " + offset + " < 0");
    }
  }

  /** Which offset the line's latest event came from; its only one, before lines are folded. */
  public static long of(RunLine line) {
    return line.span().hi() / EventSpan.EVENTS_PER_RECORD - 1;
  }
}
