package dev.runmark.storage.tracing;

import java.util.UUID;

/**
 * An event whose way is traced, by where it stands.
 *
 * @param topicId Kafka's id of the topic
 * @param topic its name
 * @param partition from 0
 * @param position in the partition: of the event, not only of its record
 */
public record TracedEvent(UUID topicId, String topic, int partition, long position) {}
