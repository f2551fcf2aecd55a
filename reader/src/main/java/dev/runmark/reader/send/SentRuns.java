package dev.runmark.reader.send;

import dev.runmark.storage.index.AwaitedEvent;
import java.util.List;
import java.util.UUID;

/**
 * Runs that Kafka has, all of them.
 *
 * @param runs one of each event, in the order of the request
 * @param topicId of the topic that they are in
 * @param events where each of them is; one of which Kafka did not tell that is missing
 */
public record SentRuns(String tenant, List<UUID> runs, UUID topicId, List<AwaitedEvent> events) {

  public SentRuns {
    runs = List.copyOf(runs);
    events = List.copyOf(events);
  }
}
