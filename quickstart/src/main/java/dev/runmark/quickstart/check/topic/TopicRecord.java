package dev.runmark.quickstart.check.topic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it lies in Kafka.
 *
 * @param key and {@code value}: null where it has none
 */
public record TopicRecord(
    UUID topicId,
    int partition,
    long offset,
    Instant timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<Header> headers) {

  /** The one header of that name, null when there is none. */
  @Nullable Header header(String name) throws RefusedException {
    List<Header> found = new ArrayList<>(1);
    for (Header header : headers) {
      if (header.key().equals(name)) {
        found.add(header);
      }
    }
    if (found.size() > 1) {
      throw new RefusedException("header " + name + " stands " + found.size() + " times");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** What its key and headers take in each dead letter. */
  long repeatedBytes() {
    long bytes = key == null ? 0 : key.length;
    for (Header header : headers) {
      bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
    }
    return bytes;
  }
}
