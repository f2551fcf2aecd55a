package dev.runmark.decode.record;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where an event was read the first time. Its text, {@code topicId/partition/offset/index}, is the
 * key of a dead letter and the header {@value RedriveHeaders#ORIGIN} of a redriven one.
 *
 * @param index which event of its record, from 0; -1 for the whole record
 */
public record Origin(UUID topicId, int partition, long offset, int index) {

  /** The index that stands for a whole record. */
  public static final int WHOLE_RECORD = -1;

  /** A UUID, two numbers of 32 bits, one of 64, and what stands between them. */
  private static final int MAX_LENGTH = 80;

  public Origin {
    if (partition < 0 || offset < 0 || index < WHOLE_RECORD) {
      throw new IllegalArgumentException(
          "origin " + topicId + "/" + partition + "/" + offset + "/" + index + ": negative");
    }
  }

  /** The origin that is written so, to the letter; null for any other text. */
  public static @Nullable Origin parse(String text) {
    String[] pieces = text.length() > MAX_LENGTH ? new String[0] : text.split("/", -1);
    if (pieces.length != 4) {
      return null;
    }
    try {
      Origin origin =
          new Origin(
              UUID.fromString(pieces[0]),
              Integer.parseInt(pieces[1]),
              Long.parseLong(pieces[2]),
              Integer.parseInt(pieces[3]));
      return origin.toString().equals(text) ? origin : null;
    } catch (IllegalArgumentException noSuchParts) {
      return null;
    }
  }

  public boolean ofWholeRecord() {
    return index == WHOLE_RECORD;
  }

  /**
   * The origin of an event of the record that was redriven from here: one that fails again is not
   * the whole record's, but its own.
   *
   * @param newIndex of the event in the redriven record, -1 when that was rejected whole
   */
  public Origin ofEvent(int newIndex) {
    return ofWholeRecord() ? new Origin(topicId, partition, offset, newIndex) : this;
  }

  @Override
  public String toString() {
    return topicId + "/" + partition + "/" + offset + "/" + index;
  }
}
