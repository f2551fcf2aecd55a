package dev.runmark.reader;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.options.ServerOptions;
import dev.runmark.reader.http.ApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka, both stores, and the HTTP API in front of them. */
final class ApiScene implements AutoCloseable {

  static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int LARGEST_RECORD = 200_000;

  final ReadScene stores;
  final KafkaServer kafka;
  final Path secrets;

  private ApiScene(int brokerPort, Map<String, String> broker) throws Exception {
    stores = ReadScene.open();
    secrets = Files.createDirectories(stores.directory.resolveSibling("api-" + System.nanoTime()));
    kafka = KafkaServer.start(secrets.resolve("kafka"), brokerPort, broker);
    kafka.createTopic("runs", 2, Map.of("max.message.bytes", Integer.toString(LARGEST_RECORD)));
  }

  static ApiScene open() throws Exception {
    return open(0, Map.of());
  }

  /** With a broker on that port, and settings of its own. */
  static ApiScene open(int brokerPort, Map<String, String> broker) throws Exception {
    return new ApiScene(brokerPort, broker);
  }

  /** The server with further lines of options, and with the tenants of the records trusted. */
  ApiServer serve(String... api) throws Exception {
    return ApiServer.start(options(kafka.bootstrapServers(), api));
  }

  ServerOptions options(String brokers, String... api) throws Exception {
    return options(brokers, Map.of(), api);
  }

  ServerOptions options(String brokers, Map<String, String> environment, String... api)
      throws Exception {
    return ServerOptions.parse("api.yaml", text(brokers, api), environment);
  }

  /** The same in a file, for commands; they wait as long as a slow machine may need. */
  Path config(String brokers, String... api) throws Exception {
    Path file = secrets.resolve("runmark-" + System.nanoTime() + ".yaml").toAbsolutePath();
    return Files.writeString(file, text(brokers, api).replace("-wait: 1 s", "-wait: 30 s"));
  }

  /** The options as a file has them. */
  String text(String brokers, String... api) throws Exception {
    var postgres =
        stores.database.readerThrough(
            stores.postgres.port(), ReadScene.limits(Duration.ofSeconds(5)));
    String text =
        """
        kafka: {bootstrap-servers: ["%s"], topics: [runs]}
        dead-letters: {topic: runs-rejected}
        tenants: {from-header: true}
        decode: {depth: 60, events: 1000}
        window: {gap: 5 s}
        s3: {bucket: runs, region: "%s", endpoint: "%s", path-style: true, access-key: "%s", secret-key: "%s"}
        postgres: {url: "%s", user: "%s", password: "%s"}
        reader: {cache: 0 B, connection-wait: 1 s, object-wait: 1 s}
        api:
          listen: 127.0.0.1:0
        """
            .formatted(
                brokers,
                stores.server.region(),
                stores.s3.endpoint(),
                secret("access", stores.server.accessKey()),
                secret("secret", stores.server.secretKey()),
                postgres.url(),
                postgres.user(),
                secret("postgres", postgres.password().get()));
    return text + "  " + String.join("\n  ", api) + "\n";
  }

  String secret(String name, String value) throws IOException {
    Path file = secrets.resolve(name).toAbsolutePath();
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "file:" + file;
  }

  static HttpResponse<String> get(ApiServer api, String path, String... headers) throws Exception {
    return send(request(api, path, headers).GET());
  }

  static HttpResponse<String> post(ApiServer api, String path, String body, String... headers)
      throws Exception {
    return post(api, path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  static HttpResponse<String> post(ApiServer api, String path, byte[] body, String... headers)
      throws Exception {
    return send(request(api, path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(ApiServer api, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
            .timeout(Duration.ofSeconds(60));
    return headers.length == 0 ? request : request.headers(headers);
  }

  /** A line of the file of tokens. */
  static String token(String token, String tenant, String scopes) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    return token + " " + tenant + " " + HexFormat.of().formatHex(hash) + " " + scopes + "\n";
  }

  /**
   * What is committed in the topic from these offsets on, by partition: waits until it is decided
   * of all that is there now, since a commit is answered before readers may see it.
   */
  List<ConsumerRecord<byte[], byte[]>> records(Map<TopicPartition, Long> from) {
    Map<TopicPartition, Long> ends = ends();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      consumer.assign(from.keySet());
      from.forEach(consumer::seek);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  /**
   * Where the topic ends now, open transactions included: a commit is answered when it is decided,
   * and the brokers mark it in the partitions only after that.
   */
  Map<TopicPartition, Long> ends() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
      return consumer.endOffsets(
          List.of(new TopicPartition("runs", 0), new TopicPartition("runs", 1)));
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("isolation.level", isolation);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  UUID topicId() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      Uuid id = admin.describeTopics(List.of("runs")).allTopicNames().get().get("runs").topicId();
      return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
  }

  @Override
  public void close() throws IOException {
    kafka.close();
    stores.close();
  }
}
