package dev.runmark.job.rejected.redrive;

import dev.runmark.decode.record.Origin;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;

/**
 * A row that a redrive that was broken off had claimed.
 *
 * @param redrive which one
 * @param target where its record was to go
 * @param from no record of that redrive lies before this offset of the target
 * @param origin what its record's header says
 */
record Claim(Origin key, UUID redrive, TopicPartition target, long from, Origin origin) {}
