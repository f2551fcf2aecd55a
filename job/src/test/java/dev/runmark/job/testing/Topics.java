package dev.runmark.job.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.embedded.kafka.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of the test's broker, and what an outsider does with them. */
public final class Topics implements AutoCloseable {

  private final String servers;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;

  public Topics(KafkaServer server) {
    servers = server.bootstrapServers();
    admin = Admin.create(Map.of("bootstrap.servers", servers));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "max.request.size", 64 << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Creates a topic of a name that no other test has. */
  public String create(int partitions) throws Exception {
    String name = "t-" + UUID.randomUUID();
    create(name, partitions, Map.of());
    return name;
  }

  public void create(String name, int partitions, Map<String, String> config) throws Exception {
    Uuid id =
        admin
            .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(config)))
            .topicId(name)
            .get();
    Until.holds(() -> known(name, id), () -> "the broker knows topic " + name);
  }

  /** A broker takes a moment to tell of what its controller has made. */
  private boolean known(String name, Uuid id) throws Exception {
    try {
      return admin
          .describeTopics(List.of(name))
          .allTopicNames()
          .get()
          .get(name)
          .topicId()
          .equals(id);
    } catch (ExecutionException e) {
      return false;
    }
  }

  public void configure(String name, String key, String value) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, name);
    AlterConfigOp set = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all().get();
  }

  public void delete(String name) throws Exception {
    admin.deleteTopics(List.of(name)).all().get();
  }

  public void deleteBefore(String name, int partition, long offset) throws Exception {
    TopicPartition where = new TopicPartition(name, partition);
    admin.deleteRecords(Map.of(where, RecordsToDelete.beforeOffset(offset))).all().get();
  }

  public void grow(String name, int partitions) throws Exception {
    admin.createPartitions(Map.of(name, NewPartitions.increaseTo(partitions))).all().get();
    Until.holds(
        () ->
            admin.describeTopics(List.of(name)).allTopicNames().get().get(name).partitions().size()
                == partitions,
        () -> "topic " + name + " has " + partitions + " partitions");
  }

  /** Deletes the topic and creates another one of its name. */
  public void recreate(String name, int partitions) throws Exception {
    delete(name);
    Until.holds(
        () -> {
          try {
            create(name, partitions, Map.of());
            return true;
          } catch (ExecutionException e) {
            return false;
          }
        },
        () -> "create " + name + " again");
  }

  public UUID id(String name) throws Exception {
    Uuid id = admin.describeTopics(List.of(name)).allTopicNames().get().get(name).topicId();
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  /** Where a group stands in a topic, all partitions together: 0 when it never committed. */
  public long committed(String group, String topic) throws Exception {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(entry -> entry.getKey().topic().equals(topic))
        .mapToLong(entry -> entry.getValue().offset())
        .sum();
  }

  public void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    producer.send(record).get();
  }

  /** Sends all and waits once. */
  public void sendAll(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    records.forEach(record -> sent.add(producer.send(record)));
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  /** Sends values "from" to "to - 1" as text. */
  public void sendNumbers(String name, int partition, int from, int to) throws Exception {
    for (int i : IntStream.range(from, to).toArray()) {
      send(new ProducerRecord<>(name, partition, null, Integer.toString(i).getBytes(UTF_8)));
    }
  }

  /** The first records of a topic's partition 0, as many as are wanted. */
  public List<ConsumerRecord<byte[], byte[]>> read(String name, int wanted) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(new TopicPartition(name, 0)));
      consumer.seekToBeginning(consumer.assignment());
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      Until.holds(
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            return records.size() >= wanted;
          },
          () -> "read " + wanted + " records of " + name + ", got " + records.size());
      return records;
    }
  }

  @Override
  public void close() {
    producer.close();
    admin.close();
  }
}
