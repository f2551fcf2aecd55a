package dev.runmark.reader.send;

import java.util.UUID;

/**
 * What the brokers say of the topic.
 *
 * @param largest bytes of a record with its key and headers
 */
record TopicFacts(UUID id, int largest) {}
