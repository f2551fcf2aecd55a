package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
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

  @TempDir Path ledger;
  private String name;
  private Connection sql;
  HandMadeState state;

  @BeforeAll
  static void startServers() throws Exception {
    postgres = PostgresServer.start(servers.resolve("postgres"), 0);
    s3 = S3Server.start(servers.resolve("s3"), 0);
    kafka = KafkaServer.start(servers.resolve("kafka"), 0);
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
    state = new HandMadeState(sql, client, name);
    state.write(ledger);
  }

  @AfterEach
  void close() throws Exception {
    sql.close();
  }

  final void deadLetter(int number, byte @Nullable [] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] key = HandMadeState.poison(number).key().getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(name, key, value)).get();
    }
  }

  final void deadLetters() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    deadLetter(1, HandMadeState.poisonBytes(1));
    // Once more, as after a restart.
    deadLetter(0, HandMadeState.poisonBytes(0));
  }

  final CheckReport check() throws Exception {
    CheckTarget target =
        new CheckTarget(
            new CheckTarget.Postgres(
                postgres.jdbcUrl(name),
                postgres.superuser(),
                postgres.superuserPassword(),
                "runmark"),
            new CheckTarget.S3(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
            new CheckTarget.Kafka(kafka.bootstrapServers(), name));
    return Checker.check(target, ledger, Reading.ONCE);
  }

  final void assertFinds(Invariant first, Invariant... others) throws Exception {
    CheckReport report = check();
    assertThat(report.violated()).as(report.toString()).isEqualTo(EnumSet.of(first, others));
    assertThat(report.clean()).isFalse();
    assertThat(report.findings().get(first).examples()).isNotEmpty();
  }

  static String where(int run) {
    return " WHERE run = '" + HandMadeState.run(run) + "'";
  }
}
