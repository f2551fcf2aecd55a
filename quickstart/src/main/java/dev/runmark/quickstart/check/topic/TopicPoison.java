package dev.runmark.quickstart.check.topic;

import java.util.UUID;

/**
 * What must be a dead letter.
 *
 * @param index which event of its record, from 0; -1 the whole record
 * @param bytes that must be kept
 */
public record TopicPoison(
    UUID topicId, int partition, long offset, int index, byte[] bytes, String why) {

  /** What its dead letter's key says. */
  public String key() {
    return topicId + "/" + partition + "/" + offset + "/" + index;
  }
}
