package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.kafka.KafkaServer;
import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.storage.index.Migration;
import dev.runmark.storage.index.PostgresOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A correct state is clean; each planted corruption is found, under its id and no other. */
class CheckerIT {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  @TempDir static Path servers;
  private static PostgresServer postgres;
  private static S3Server s3;
  private static KafkaServer kafka;
  private static S3Client client;

  @TempDir Path ledger;
  private String name;
  private Connection sql;
  private HandMadeState state;

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

  private void deadLetter(int number, byte @Nullable [] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      byte[] key = HandMadeState.poison(number).key().getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(name, key, value)).get();
    }
  }

  private void deadLetters() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    deadLetter(1, HandMadeState.poisonBytes(1));
    // Once more, as after a restart.
    deadLetter(0, HandMadeState.poisonBytes(0));
  }

  private CheckReport check() throws Exception {
    CheckTarget target =
        new CheckTarget(
            new CheckTarget.Postgres(
                postgres.jdbcUrl(name),
                postgres.superuser(),
                postgres.superuserPassword(),
                "runmark"),
            new CheckTarget.S3(s3.endpoint(), s3.region(), s3.accessKey(), s3.secretKey()),
            new CheckTarget.Kafka(kafka.bootstrapServers(), name));
    return Checker.check(target, ledger);
  }

  private void assertFinds(Invariant first, Invariant... others) throws Exception {
    CheckReport report = check();
    assertThat(report.violated()).as(report.toString()).isEqualTo(EnumSet.of(first, others));
    assertThat(report.clean()).isFalse();
    assertThat(report.findings().get(first).examples()).isNotEmpty();
  }

  private static String where(int run) {
    return " WHERE run = '" + HandMadeState.run(run) + "'";
  }

  @Test
  void correctStateIsClean() throws Exception {
    deadLetters();
    CheckReport report = check();
    assertThat(report.violated()).as(report.toString()).isEmpty();
    assertThat(report.clean()).isTrue();
    assertThat(report.totals().verified()).isEqualTo(HandMadeState.RUNS);
    assertThat(report.totals().rejected()).isEqualTo(2);
    assertThat(report.totals().parts()).isEqualTo(3);
    assertThat(report.findings())
        .allSatisfy((invariant, finding) -> assertThat(finding.checked()).isPositive());
  }

  @Test
  void deletedRow() throws Exception {
    deadLetters();
    state.execute("DELETE FROM runs" + where(3));
    assertFinds(Invariant.A1, Invariant.A2, Invariant.C3);
  }

  @Test
  void deletedFragment() throws Exception {
    deadLetters();
    state.execute("DELETE FROM fragments" + where(0) + " AND hi = 25600");
    assertFinds(Invariant.A1, Invariant.A2, Invariant.C3);
  }

  @Test
  void phantomRow() throws Exception {
    deadLetters();
    state.execute(
        "INSERT INTO runs SELECT (jsonb_populate_record(r, jsonb_build_object('run', '"
            + HandMadeState.part(9)
            + "'))).* FROM runs r"
            + where(3));
    assertFinds(Invariant.A1, Invariant.B2, Invariant.C3);
  }

  @Test
  void traceOfAnotherRun() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET trace = run" + where(3));
    // The rows object has no line of that trace either.
    assertFinds(Invariant.A1, Invariant.C3);
    assertThat(check().findings().get(Invariant.A1).examples().get(0))
        .isEqualTo(
            "run %1$s: its row says trace %1$s, wanted %2$s"
                .formatted(HandMadeState.run(3), HandMadeState.TRACE));
  }

  @Test
  void rowOfAnotherTenant() throws Exception {
    deadLetters();
    state.execute("INSERT INTO tenants (name) VALUES ('other')");
    state.execute("UPDATE runs SET tenant = 2, project = NULL" + where(3));
    assertFinds(Invariant.A1, Invariant.C3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status = 1",
        "status = 2",
        "project = NULL",
        "parent = NULL",
        "name = 'another'",
        "run_type = 'chain'",
        "start_time = start_time + interval '1 microsecond'",
        "end_time = start_time",
      })
  void columnThatItsContentDoesNotSay(String corruption) throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET " + corruption + where(3));
    assertFinds(Invariant.A1);
  }

  @Test
  void statusOfTheFirstOfTwoLines() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET status = 0" + where(0));
    assertFinds(Invariant.A1);
  }

  @Test
  void rangeOneByteOff() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET start_offset = start_offset + 1" + where(2));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void placeInTheFrameOneByteOff() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET line_offset = line_offset - 1" + where(9));
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void placeBehindTheLargestNumber() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET line_offset = " + Integer.MAX_VALUE + where(9));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void rangeOfTwoFrames() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET length = length + 1" + where(8));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void rangeBeyondTheObject() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET start_offset = 100000" + where(8));
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void swappedRanges() throws Exception {
    deadLetters();
    state.execute(
        """
        UPDATE runs r SET start_offset = o.start_offset, length = o.length,
          line_offset = o.line_offset, line_length = o.line_length, checksum = o.checksum
        FROM runs o WHERE o.run <> r.run AND o.run IN ('%1$s', '%2$s') AND r.run IN ('%1$s', '%2$s')
        """
            .formatted(HandMadeState.run(8), HandMadeState.run(10)));
    assertFinds(Invariant.B2, Invariant.B4);
  }

  @Test
  void flippedByte() throws Exception {
    deadLetters();
    String key = state.keys().get(0);
    byte[] bytes = state.fetch(key);
    bytes[bytes.length - 6] ^= 1;
    state.put(key, bytes);
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void deletedObject() throws Exception {
    deadLetters();
    state.delete(state.keys().get(2));
    assertFinds(Invariant.C1);
  }

  @Test
  void cutObject() throws Exception {
    deadLetters();
    String key = state.keys().get(2);
    byte[] bytes = state.fetch(key);
    state.put(key, Arrays.copyOf(bytes, bytes.length - 1));
    assertFinds(Invariant.B1, Invariant.B4);
  }

  @Test
  void deletedRowsObject() throws Exception {
    deadLetters();
    state.delete(state.keys().get(1) + ".rows");
    assertFinds(Invariant.B3);
  }

  @Test
  void rowsObjectWithTheChecksumOfAnotherLine() throws Exception {
    deadLetters();
    String key = state.keys().get(0) + ".rows";
    ByteBuffer rows = ByteBuffer.wrap(state.fetch(key));
    int wanted = RowsBytes.crc(line(2));
    int at = 0;
    while (rows.getInt(at) != wanted) {
      at++;
    }
    rows.putInt(at, wanted + 1);
    int covered = rows.capacity() - Integer.BYTES;
    rows.putInt(covered, RowsBytes.crc(Arrays.copyOf(rows.array(), covered)));
    state.put(key, rows.array());
    assertFinds(Invariant.B4);
  }

  @Test
  void rowsObjectOfAnotherPart() throws Exception {
    deadLetters();
    state.put(state.keys().get(0) + ".rows", state.fetch(state.keys().get(2) + ".rows"));
    assertFinds(Invariant.A2, Invariant.B3, Invariant.B4, Invariant.C3);
  }

  @Test
  void missingLedgerRow() throws Exception {
    deadLetters();
    state.execute("DELETE FROM parts WHERE part = '" + HandMadeState.part(2) + "'");
    assertFinds(Invariant.A2, Invariant.C1);
  }

  @Test
  void partInTwoLedgerRows() throws Exception {
    deadLetters();
    state.execute(
        "INSERT INTO parts SELECT (jsonb_populate_record(p, jsonb_build_object('part', '"
            + HandMadeState.part(9)
            + "'))).* FROM parts p WHERE part = '"
            + HandMadeState.part(2)
            + "'");
    assertFinds(Invariant.A2, Invariant.B4, Invariant.E1);
  }

  private void sentInsteadIn(List<List<Long>> offsets) throws IOException {
    forgetTheLedger();
    state.writeLedger(ledger, offsets);
  }

  private void forgetTheLedger() throws IOException {
    try (Stream<Path> files = Files.list(ledger)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void asManyLinesButOfTheWrongRuns() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(1, List.of(1L));
    offsets.set(2, List.of(2L, 100L));
    sentInsteadIn(offsets);
    assertFinds(Invariant.A2);
    assertThat(check().findings().get(Invariant.A2).violations()).isEqualTo(2);
  }

  @Test
  void lineOfAnotherEvent() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(5, List.of(6L));
    sentInsteadIn(offsets);
    assertFinds(Invariant.A2);
  }

  @Test
  void narrowedInterval() throws Exception {
    deadLetters();
    state.execute("UPDATE runs SET lo = hi" + where(HandMadeState.FOLDED));
    // The rows object has no line of that interval either.
    assertFinds(Invariant.A2, Invariant.C3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 200})
  void eventInNoLine(long offset) throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(3, List.of(3L, offset));
    sentInsteadIn(offsets);
    assertFinds(Invariant.A2);
    assertThat(check().findings().get(Invariant.A2).examples())
        .containsExactly(
            "run %s: in the parts 0 lines hold its event at position %d of partition 0"
                .formatted(HandMadeState.run(3), (offset + 1) * 256));
  }

  @Test
  void lineThatBeginsBehindAnEventOfItsRun() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(HandMadeState.FOLDED, List.of(2L, 6L, 105L));
    sentInsteadIn(offsets);
    assertFinds(Invariant.A2);
  }

  @Test
  void lineThatBeginsWhereNoEventOfItsRunIs() throws Exception {
    deadLetters();
    List<List<Long>> offsets = HandMadeState.offsets();
    offsets.set(HandMadeState.FOLDED, List.of(7L, 105L));
    sentInsteadIn(offsets);
    assertFinds(Invariant.A2);
  }

  @Test
  void foldedLineThatLacksAFieldOfThePatch() throws Exception {
    deadLetters();
    forgetTheLedger();
    state.writeLedger(ledger, HandMadeState.offsets(), "another field");
    assertFinds(Invariant.A1);
  }

  @Test
  void uncountedPart() throws Exception {
    deadLetters();
    state.execute("UPDATE parts SET written = NULL WHERE part = '" + HandMadeState.part(2) + "'");
    assertFinds(Invariant.E2);
  }

  @Test
  void contentOfAnOlderLine() throws Exception {
    deadLetters();
    // The line that the complete run covers, instead of it.
    state.execute(
        """
        UPDATE runs SET lo = 512, hi = 512, part = '%s', line_length = %d,
          (start_offset, length, line_offset, checksum) = (%s)"""
                .formatted(HandMadeState.part(0), olderLength(), olderPlace())
            + where(1));
    assertFinds(Invariant.A1, Invariant.A2, Invariant.C3);
  }

  /** In the uncompressed part the older line of run 1 is the second one. */
  private String olderPlace() {
    byte[] line = line(1);
    String object = new String(state.fetch(state.keys().get(0)), StandardCharsets.ISO_8859_1);
    int start = object.indexOf('\n') + 1;
    return start + ", " + (line.length + 1) + ", 0, " + RowsBytes.crc(line);
  }

  private int olderLength() {
    return line(1).length;
  }

  /** A line of the uncompressed part. */
  private byte[] line(int number) {
    String object = new String(state.fetch(state.keys().get(0)), StandardCharsets.ISO_8859_1);
    return object.split("\n")[number].getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void lostDeadLetter() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    assertFinds(Invariant.A3);
  }

  @Test
  void changedDeadLetter() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    deadLetter(1, HandMadeState.poisonBytes(0));
    assertFinds(Invariant.A3);
  }

  @Test
  void deadLetterWithoutBytes() throws Exception {
    deadLetter(0, HandMadeState.poisonBytes(0));
    deadLetter(1, null);
    assertFinds(Invariant.A3);
  }

  @Test
  void deadLetterOfWhatWasNoPoison() throws Exception {
    deadLetters();
    deadLetter(7, HandMadeState.poisonBytes(7));
    assertFinds(Invariant.A3);
  }
}
