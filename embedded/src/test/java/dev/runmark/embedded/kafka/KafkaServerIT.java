package dev.runmark.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.PortInUseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

  private static final TopicPartition RUNS = new TopicPartition("runs", 1);

  @TempDir static Path home;

  @Test
  void recordsAndTheClusterIdOutliveARestart() throws Exception {
    Path directory = home.resolve("restarted");
    String cluster;
    try (KafkaServer server = KafkaServer.start(directory, 0)) {
      server.createTopic("runs", 2, Map.of("max.message.bytes", "20000000"));
      send(server, "first", "zweiter ü", "");
      cluster = clusterId(server);
    }
    try (KafkaServer server = KafkaServer.start(directory, 0)) {
      assertThat(clusterId(server)).isEqualTo(cluster);
      assertThat(server.topics()).containsExactly("runs");
      send(server, "third");
      assertThat(read(server, 4)).containsExactly("first", "zweiter ü", "", "third");
    }
  }

  @Test
  void transactionsWorkOnTheOneBroker() throws Exception {
    try (KafkaServer server = KafkaServer.start(home.resolve("transactions"), 0)) {
      server.createTopic("runs", 2, Map.of());
      try (KafkaProducer<byte[], byte[]> producer =
          producer(server, Map.of("transactional.id", "one"))) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(toRuns("aborted"));
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        producer.send(toRuns("committed"));
        producer.commitTransaction();
      }
      assertThat(read(server, 1)).containsExactly("committed");
    }
  }

  @Test
  void topicsExistOnlyOnceCreatedAndOnlyOnce() throws Exception {
    try (KafkaServer server = KafkaServer.start(home.resolve("topics"), 0)) {
      Map<String, Object> impatient = Map.of("max.block.ms", 1000);
      try (KafkaProducer<byte[], byte[]> producer = producer(server, impatient)) {
        assertThatThrownBy(() -> producer.send(toRuns("lost")).get())
            .hasMessageContaining("runs not present");
      }
      server.createTopic("runs", 2, Map.of());
      assertThatThrownBy(() -> server.createTopic("runs", 2, Map.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("creating topic runs")
          .hasMessageContaining("already exists");
    }
  }

  @Test
  void aPortInUseIsNamedAndTheDirectoryIsFreeAgain() throws Exception {
    Path directory = home.resolve("port");
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      assertThatThrownBy(() -> KafkaServer.start(directory, port))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("port " + port);
    }
    try (KafkaServer server = KafkaServer.start(directory, port)) {
      assertThat(server.bootstrapServers()).isEqualTo("127.0.0.1:" + port);
      assertThatThrownBy(() -> KafkaServer.start(directory, 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another server runs in it");
    }
  }

  private static String clusterId(KafkaServer server) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
      return admin.describeCluster().clusterId().get();
    }
  }

  private static void send(KafkaServer server, String... values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(server, Map.of())) {
      for (String value : values) {
        producer.send(toRuns(value)).get();
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> toRuns(String value) {
    return new ProducerRecord<>(
        RUNS.topic(), RUNS.partition(), null, value.getBytes(StandardCharsets.UTF_8));
  }

  private static KafkaProducer<byte[], byte[]> producer(
      KafkaServer server, Map<String, Object> settings) {
    Map<String, Object> all = new java.util.HashMap<>(settings);
    all.put("bootstrap.servers", server.bootstrapServers());
    return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<String> read(KafkaServer server, int records) {
    List<String> values = new ArrayList<>();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", server.bootstrapServers(), "isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(RUNS));
      consumer.seekToBeginning(List.of(RUNS));
      long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
      while (values.size() < records && System.nanoTime() < end) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
      }
    }
    return values;
  }
}
