package dev.runmark.proof.simulation;

import dev.runmark.decode.record.Operation;
import java.util.Map;

/**
 * One event as the model knows it.
 *
 * @param k which event of its run it is in its record
 * @param fields what it says of its run, the id included
 */
record SentEvent(
    int partition, long offset, int k, Operation operation, Map<String, Object> fields) {

  /** Under which the event leaves its mark in its run. */
  String name() {
    return name(partition, offset, k);
  }

  static String name(int partition, long offset, int k) {
    return partition + "-" + offset + "-" + k;
  }

  boolean isBefore(SentEvent other) {
    return offset < other.offset || offset == other.offset && k < other.k;
  }

  /** Whether once that complete run is stored nothing of this event need be. */
  boolean isReplacedBy(SentEvent other) {
    return other.operation == Operation.COMPLETE && partition == other.partition && isBefore(other);
  }
}
