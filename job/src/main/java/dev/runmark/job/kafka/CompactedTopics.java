package dev.runmark.job.kafka;

import dev.runmark.job.options.KafkaOptions;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether no topic that is read is compacted. Compaction takes records away from the middle of a
 * partition, before they are read as well as after: neither a loss nor a replay could be told by
 * offsets. Made at every start, since the policy can change while the job is down.
 */
final class CompactedTopics implements StartCheck {

  private final KafkaOptions options;

  CompactedTopics(KafkaOptions options) {
    this.options = options;
  }

  @Override
  public void run() throws IOException {
    try (KafkaTopics topics = new KafkaTopics(options.clients().resolved())) {
      refuse(topics.cleanupPolicies(options.topics()));
    }
  }

  static void refuse(Map<String, String> policies) {
    new TreeMap<>(policies)
        .forEach(
            (topic, policy) -> {
              if (Arrays.asList(policy.trim().split("\\s*,\\s*")).contains("compact")) {
                throw new PositionRefusedException(
                    "read topic "
                        + topic
                        + ": its cleanup.policy is "
                        + policy
                        + ": compaction removes records whether they were read or not;"
                        + " set it to delete, or read a topic that is not compacted");
              }
            });
  }
}
