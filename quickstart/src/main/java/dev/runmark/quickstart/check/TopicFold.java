package dev.runmark.quickstart.check;

import dev.runmark.quickstart.check.topic.Operation;
import dev.runmark.quickstart.check.topic.Times;
import dev.runmark.quickstart.check.topic.TopicEvent;
import dev.runmark.quickstart.check.topic.TopicPoison;
import dev.runmark.quickstart.check.topic.TopicReading;
import dev.runmark.quickstart.check.topic.TopicRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** What must be stored and what rejected, as the topics tell it. */
final class TopicFold {

  private final CheckTarget.Kafka kafka;
  private final TopicReading reading;
  private final Horizon horizon;
  private final Evidence evidence;
  private final Letters letters;
  private final RunParser parser = new RunParser();
  private final Map<String, UUID> topicIds = new HashMap<>();
  private long records;
  private long tombstones;
  private long events;
  private long notYet;
  private long offsets;

  TopicFold(
      CheckTarget.Kafka kafka,
      TopicReading reading,
      Horizon horizon,
      Evidence evidence,
      Letters letters) {
    this.kafka = kafka;
    this.reading = reading;
    this.horizon = horizon;
    this.evidence = evidence;
    this.letters = letters;
  }

  /** Reads the topics whole. */
  void read(Progress progress) throws IOException {
    Map<String, Object> settings = new HashMap<>(kafka.properties());
    try (Admin admin = Admin.create(settings)) {
      Map<String, TopicDescription> topics =
          admin.describeTopics(kafka.topics()).allTopicNames().get();
      topics.forEach(
          (name, topic) ->
              topicIds.put(
                  name,
                  new UUID(
                      topic.topicId().getMostSignificantBits(),
                      topic.topicId().getLeastSignificantBits())));
    } catch (ExecutionException e) {
      throw new IOException("describing " + kafka.topics() + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("describing " + kafka.topics() + ": interrupted", e);
    }
    try (TopicReader reader = new TopicReader(kafka, progress)) {
      reader.read(kafka.topics(), "topics", this::record);
      for (Map.Entry<TopicPartition, Long> end : reader.ends().entrySet()) {
        TopicPartition partition = end.getKey();
        long begin = reader.begins().getOrDefault(partition, 0L);
        horizon.read(
            new Horizon.Source(topicId(partition.topic()), partition.partition()),
            begin,
            end.getValue());
        offsets += end.getValue() - begin;
      }
    }
  }

  private UUID topicId(String topic) {
    UUID id = topicIds.get(topic);
    if (id == null) {
      throw new IllegalStateException("topic " + topic + ": it has no id");
    }
    return id;
  }

  private void record(ConsumerRecord<byte[], byte[]> record) throws IOException {
    records++;
    if (record.value() == null) {
      tombstones++;
      return;
    }
    TopicReading.Outcome outcome =
        reading.read(
            new TopicRecord(
                topicId(record.topic()),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                record.key(),
                record.value(),
                List.of(record.headers().toArray())));
    for (TopicEvent event : outcome.events()) {
      event(event);
    }
    for (TopicPoison poison : outcome.poison()) {
      letters.wanted(
          new Letters.Wanted(
              poison.key(),
              poison.why(),
              poison.bytes().length,
              Sha256.of(poison.bytes()),
              horizon.due(poison.topicId(), poison.partition(), poison.offset())));
    }
  }

  private void event(TopicEvent event) throws IOException {
    events++;
    Horizon.Due due = horizon.due(event.topicId(), event.partition(), event.offset());
    notYet += due == Horizon.Due.LATER ? 1 : 0;
    if (!evidence.takes(event.run())) {
      return;
    }
    RunFields fields =
        parser.parse(event.record(), event.start(), event.end() - event.start(), event.run());
    evidence.event(
        new SentEvent(
            event.run(),
            event.tenant(),
            event.topicId(),
            event.partition(),
            event.position(),
            event.operation() != Operation.PATCH,
            event.operation() == Operation.COMPLETE,
            event.trace(),
            Times.inBounds(event.timestamp()) ? event.timestamp() : null,
            fields));
  }

  /** Offsets that Kafka has: records, and what belongs to transactions alone. */
  long offsets() {
    return offsets;
  }

  long records() {
    return records;
  }

  long tombstones() {
    return tombstones;
  }

  long events() {
    return events;
  }

  /** How many events lie where the index does not say yet that all is stored. */
  long notYet() {
    return notYet;
  }
}
