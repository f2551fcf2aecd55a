package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.quickstart.check.topic.Limits;
import dev.runmark.quickstart.check.topic.Tenants;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Servers with a state that is correct until a test corrupts it, and what the checker says of it.
 */
abstract class CorruptedState {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path servers;
  private static PostgresServer postgres;
  private static S3Server s3;
  private static KafkaServer kafka;
  private static S3Client client;
  private static Admin admin;
  private static KafkaProducer<byte[], byte[]> producer;
  private static String topic = "";
  private static @Nullable UUID topicId;

  @TempDir Path ledger;
  private String name;
  private Connection sql;
  HandMadeState state;

  @BeforeAll
  static void startServers() throws Exception {
    topicId = null;
    postgres = PostgresServer.start(servers.resolve("postgres"), 0);
    s3 = S3Server.start(servers.resolve("s3"), 0);
    kafka = KafkaServer.start(servers.resolve("kafka"), 0);
    Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
    admin = Admin.create(settings);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    client =
        S3Client.builder()
            .endpointOverride(s3.endpoint())
            .region(Region.of(s3.region()))
            .forcePathStyle(true)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(s3.accessKey(), s3.secretKey())))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  @AfterAll
  static void stopServers() throws Exception {
    client.close();
    producer.close();
    admin.close();
    kafka.close();
    s3.close();
    postgres.close();
  }

  @BeforeEach
  void writeCorrectState() throws Exception {
    name = "check" + NUMBER.incrementAndGet();
    postgres.createDatabase(name);
    String password = postgres.superuserPassword();
    Migration.migrate(
        new PostgresOptions(
            postgres.jdbcUrl(name),
            postgres.superuser(),
            () -> password,
            "runmark",
            PostgresOptions.Limits.DEFAULT));
    sql = postgres.connect(name);
    sql.setSchema("runmark");
    s3.createBucket(name);
    kafka.createTopic(name, 2, Map.of());
    if (topicId == null || sendsMore()) {
      topic = name + "-runs";
      kafka.createTopic(topic, 2, Map.of());
      sendRecords();
      topicId = topicId();
    }
    state = new HandMadeState(sql, client, name, topicId);
    state.write(ledger);
  }

  @AfterEach
  void close() throws Exception {
    sql.close();
  }

  /** Whether the tests send more records: then each has a topic of its own. */
  boolean sendsMore() {
    return false;
  }

  final String topic() {
    return topic;
  }

  private static UUID topicId() throws Exception {
    Uuid id = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId();
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
  }

  final String bucket() {
    return name;
  }

  final S3Client client() {
    return client;
  }

  final Admin admin() {
    return admin;
  }

  final Connection connect() throws Exception {
    return postgres.connect(name);
  }

  /** The records at their offsets: from the twelfth on the gap is an aborted transaction's. */
  private void sendRecords() throws Exception {
    SortedMap<Long, byte[]> records = HandMadeState.records();
    for (long offset = 0; offset <= records.lastKey(); offset++) {
      if (offset == HandMadeState.RUNS) {
        offset = abort(offset, 90);
      }
      send(records.get(offset));
    }
  }

  private long abort(long from, long end) throws Exception {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", name);
    try (KafkaProducer<byte[], byte[]> aborting =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      aborting.initTransactions();
      aborting.beginTransaction();
      // The last offset is the abort's own.
      for (long offset = from; offset < end - 1; offset++) {
        aborting.send(new ProducerRecord<>(topic(), 0, null, HandMadeState.latePatch(2)));
      }
      aborting.flush();
      aborting.abortTransaction();
    }
    // It returns before the abort stands in the topic.
    TopicPartition partition = new TopicPartition(topic, 0);
    while (admin
            .listOffsets(Map.of(partition, OffsetSpec.latest()))
            .partitionResult(partition)
            .get()
            .offset()
        < end) {
      Thread.sleep(10);
    }
    return end;
  }

  /** One more record for the runs' topic. */
  final long send(byte @Nullable [] value) throws Exception {
    return producer.send(new ProducerRecord<>(topic(), 0, null, value)).get().offset();
  }

  final void deadLetter(int number, byte @Nullable [] value) throws Exception {
    byte[] key = state.poison(number).key().getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(name, key, value)).get();
  }

  final void deadLetters() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    deadLetter(1, HandMadeState.poisonBytes(1));
    // Once more, as after a restart.
    deadLetter(0, HandMadeState.poisonBytes(0));
  }

  /** Against the ledger of what was sent. */
  final CheckReport check() throws Exception {
    return Checker.check(target(), ledger, Reading.ONCE);
  }

  /** Against the topic itself. */
  final AuditReport audit() throws Exception {
    return audit(scope());
  }

  final AuditReport audit(AuditScope scope) throws Exception {
    return Auditor.audit(target(), scope, Progress.NONE);
  }

  /** Of a job that may be running; that reads all once, as this one did. */
  final AuditScope scope() {
    return new AuditScope(
        Limits.DEFAULT,
        Tenants.DEFAULT,
        name,
        "runs",
        0,
        Reading.ONCE,
        false,
        AuditScope.OLD,
        List.of(),
        List.of());
  }

  final CheckTarget target() throws Exception {
    return new CheckTarget(
        new CheckTarget.Postgres(
            postgres.jdbcUrl(name), postgres.superuser(), postgres.superuserPassword(), "runmark"),
        new CheckTarget.S3(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
        new CheckTarget.Kafka(
            Map.of("bootstrap.servers", kafka.bootstrapServers()), List.of(topic()), name));
  }

  /** By both: with the ledger of what was sent, and with none. */
  final void assertFinds(Invariant first, Invariant... others) throws Exception {
    assertLedgerFinds(first, others);
    assertAuditFinds(audit(), first, others);
  }

  final void assertLedgerFinds(Invariant first, Invariant... others) throws Exception {
    CheckReport report = check();
    assertThat(report.violated()).as(report.toString()).isEqualTo(EnumSet.of(first, others));
    assertThat(report.clean()).isFalse();
    assertThat(report.findings().get(first).examples()).isNotEmpty();
  }

  static void assertAuditFinds(AuditReport report, Invariant first, Invariant... others) {
    assertThat(violated(report)).as(report.toString()).isEqualTo(EnumSet.of(first, others));
    assertThat(report.holds()).isFalse();
    assertThat(report.entry(first).examples()).isNotEmpty();
  }

  static Set<Invariant> violated(AuditReport report) {
    Set<Invariant> violated = EnumSet.noneOf(Invariant.class);
    for (AuditReport.Entry entry : report.invariants()) {
      if (entry.verdict() == AuditReport.Verdict.VIOLATED) {
        violated.add(entry.invariant());
      }
    }
    return violated;
  }

  static String where(int run) {
    return " WHERE run = '" + HandMadeState.run(run) + "'";
  }
}
