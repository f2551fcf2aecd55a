package dev.runmark.job.doctor;

import dev.runmark.job.doctor.Check.Result;
import dev.runmark.job.kafka.BrokerLook;
import dev.runmark.job.kafka.TopicLook;
import dev.runmark.job.options.RunmarkOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The brokers and topics, as the job's own clients see them. */
final class KafkaChecks {

  private static final String BROKERS = "kafka brokers";
  private static final Duration SHORT_RETENTION = Duration.ofDays(1);

  private final RunmarkOptions options;

  KafkaChecks(RunmarkOptions options) {
    this.options = options;
  }

  List<Check> all() {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check(BROKERS, null, this::brokers));
    for (String topic : options.kafka().topics()) {
      String subject = "topic " + topic;
      checks.add(new Check(subject, BROKERS, () -> source(topic)));
      checks.add(new Check(subject + ", reading", subject, () -> reading(topic)));
    }
    String dead = options.deadLetters().topic();
    checks.add(new Check("dead-letter topic " + dead, BROKERS, () -> deadLetters(dead)));
    return checks;
  }

  private BrokerLook look() {
    return new BrokerLook(options.kafka().clients());
  }

  private Result brokers() throws IOException {
    try (BrokerLook look = look()) {
      int brokers = look.brokers();
      String text =
          brokers + " at " + String.join(", ", options.kafka().clients().bootstrapServers());
      return Result.ok(text);
    }
  }

  private Result source(String name) throws IOException {
    try (BrokerLook look = look()) {
      Optional<TopicLook> found = look.topic(name);
      if (found.isEmpty()) {
        return Result.fail(
            "there is none, or this user may not see it: create it or correct" + " kafka.topics");
      }
      TopicLook topic = found.get();
      if (topic.compacted()) {
        return Result.fail(
            "cleanup.policy is "
                + topic.cleanupPolicy()
                + ": compaction removes records whether they were read or not; set it to delete");
      }
      return judged(topic);
    }
  }

  private Result judged(TopicLook topic) {
    long taken = options.decode().record().getBytes();
    if (topic.recordLimit() > taken) {
      return Result.warn(
          "max.message.bytes is "
              + topic.recordLimit()
              + ", decode.record "
              + taken
              + ": larger records become dead letters; raise decode.record");
    }
    if (topic.deletes() && topic.retention().compareTo(SHORT_RETENTION) < 0) {
      return Result.warn(
          "retention.ms is "
              + topic.retention().toMillis()
              + ", less than a day: records of a longer outage would be lost; raise it");
    }
    return Result.ok(
        topic.partitions() + " partitions, records up to " + topic.recordLimit() + " bytes");
  }

  private Result reading(String name) throws IOException {
    try (BrokerLook look = look()) {
      BrokerLook.Reading reading = look.read(name);
      return reading.some() ? Result.ok(reading.text()) : Result.warn(reading.text());
    }
  }

  private Result deadLetters(String name) throws IOException {
    try (BrokerLook look = look()) {
      Optional<TopicLook> found = look.topic(name);
      if (found.isEmpty()) {
        return Result.fail(
            "there is none, or this user may not see it: create it or correct dead-letters.topic");
      }
      look.refuseLittleRoom(options.kafka().topics(), name);
      return Result.ok("records up to " + found.get().recordLimit() + " bytes");
    }
  }
}
