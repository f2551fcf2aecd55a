package dev.runmark.storage.tracing;

import java.util.UUID;

/**
 * An event whose way is traced, by where it stands and of what it is.
 *
 * @param topicId Kafka's id of the topic
 * @param topic its name
 * @param partition from 0
 * @param position in the partition, among the events of its run
 * @param run of which it is an event: a record may have events of several
 */
public record TracedEvent(UUID topicId, String topic, int partition, long position, UUID run) {}
