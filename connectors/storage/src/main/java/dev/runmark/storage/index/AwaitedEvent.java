package dev.runmark.storage.index;

import java.util.List;
import java.util.UUID;

/**
 * An event that was sent, and which readers are to see: once the index holds a line of the run,
 * from the event's source, that reaches its position.
 *
 * @param partition of the topic that it was sent to
 * @param position of the event in its source, {@link dev.runmark.storage.part.EventSpan}
 */
public record AwaitedEvent(UUID run, int partition, long position) {

  /** Gives the numbers, from 1, of those events that no line reaches; a deleted run waits not. */
  static Sql unseen(String tenant, UUID topicId, List<AwaitedEvent> events) {
    return new Sql()
        .add(
            "SELECT w.number FROM unnest(?, ?, ?)"
                + " WITH ORDINALITY AS w(run, partition, position, number)",
            events.stream().map(AwaitedEvent::run).toArray(UUID[]::new),
            events.stream().map(AwaitedEvent::partition).toArray(Integer[]::new),
            events.stream().map(AwaitedEvent::position).toArray(Long[]::new))
        .add(" WHERE NOT EXISTS (SELECT FROM runs r JOIN sources s ON s.topic_id = ?", topicId)
        .add(" AND s.partition = w.partition")
        .add(" WHERE r.tenant = (SELECT tenant FROM tenants WHERE name = ?)", tenant)
        .add(" AND r.run = w.run AND (r.lines = 0")
        .add(" OR r.lines = 1 AND r.source = s.source AND r.hi >= w.position")
        .add(" OR r.lines > 1 AND EXISTS (SELECT FROM fragments f WHERE f.tenant = r.tenant")
        .add(" AND f.run = r.run AND f.source = s.source AND f.hi >= w.position)))")
        .add(" ORDER BY w.number");
  }
}
