package dev.runmark.quickstart.generate;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka record before it is sent.
 *
 * @param trace its key: all events of a run go to one partition
 * @param events those to be accepted, in the order in which they count
 * @param poison what of it must be rejected, if any
 */
record Packed(UUID trace, byte[] value, List<SentEvent> events, @Nullable Spoilt poison) {

  /**
   * What must be rejected of a record.
   *
   * @param index of the event in the record; -1: the record as a whole
   * @param bytes that the dead letter must keep
   */
  record Spoilt(String kind, int index, byte[] bytes) {}
}
