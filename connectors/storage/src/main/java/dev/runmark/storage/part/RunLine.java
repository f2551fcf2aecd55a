package dev.runmark.storage.part;

import java.util.UUID;

/**
 * One line before it has a place: a run, or a piece of one, as a JSON document on one line.
 *
 * <p>The document is {@code bytes[offset, offset + length)}, without the newline; it is a slice of
 * the Kafka record where possible and must not be changed by anyone.
 */
public record RunLine(
    RunKey key,
    UUID trace,
    SourcePartition source,
    EventSpan span,
    Listing listing,
    byte[] bytes,
    int offset,
    int length) {

  public RunLine {
    if (offset < 0 || length <= 0 || offset > bytes.length - length) {
      throw new IllegalArgumentException(
          "line of run "
              + key.run()
              + ": slice "
              + offset
              + "+"
              + length
              + " of "
              + bytes.length
              + " bytes");
    }
  }

  /** The index entry of this line at its place. */
  public OffsetRow at(LinePlace place) {
    return new OffsetRow(key, trace, source, span, place, listing);
  }
}
