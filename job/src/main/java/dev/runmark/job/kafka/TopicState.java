package dev.runmark.job.kafka;

import java.util.UUID;

/**
 * What a topic is at the moment.
 *
 * @param id another one when the topic was deleted and created again
 * @param recordLimit the largest record batch that it takes, in bytes
 */
public record TopicState(UUID id, int partitions, int recordLimit) {}
