package dev.runmark.quickstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.runmark.embedded.kafka.KafkaServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person gives it, in this JVM. */
class QuickstartIT {

  @TempDir Path directory;
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int runmark(String... arguments) {
    return Runmark.commandLine()
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }

  private int quickstart(int runs) {
    return runmark(
        "quickstart",
        "--exit",
        "--runs=" + runs,
        "--data-dir=" + directory,
        "--ui-port=0",
        "--api-port=0",
        "--kafka-port=0",
        "--s3-port=0",
        "--postgres-port=0");
  }

  private JsonObject lastLine() {
    List<String> lines = output.toString().lines().toList();
    return JsonParser.parseString(lines.get(lines.size() - 1)).getAsJsonObject();
  }

  private static long number(JsonObject result, String name) {
    return result.get(name).getAsLong();
  }

  @Test
  void sendsStoresAndVerifiesEveryRunAndGoesOnAtASecondStart() throws Exception {
    int first = quickstart(150);

    assertThat(first).as(output.toString() + errors).isZero();
    JsonObject result = lastLine();
    assertThat(number(result, "stored")).isEqualTo(150);
    assertThat(number(result, "verified")).isEqualTo(150);
    assertThat(number(result, "over_http")).isEqualTo(150);
    assertThat(number(result, "parts")).isPositive();
    assertThat(number(result, "bytes")).isPositive();
    assertThat(number(result, "sent")).isEqualTo(150 + number(result, "rejected"));
    assertThat(result.get("seconds").getAsDouble()).isPositive();

    int second = quickstart(50);

    assertThat(second).as(output.toString() + errors).isZero();
    assertThat(number(lastLine(), "verified")).isEqualTo(200);
    assertThat(errors.toString()).isEmpty();
    secretsAreReadableByTheirOwnerOnly();
    deadLettersAreTakenFromAClockThatIsWrong();
  }

  private void deadLettersAreTakenFromAClockThatIsWrong() throws Exception {
    long tomorrow = System.currentTimeMillis() + Duration.ofDays(1).toMillis();
    try (KafkaServer kafka = KafkaServer.start(directory.resolve("kafka"), 0);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      byte[] letter = {'{'};
      assertThat(
              producer
                  .send(new ProducerRecord<>("runs-dead-letters", null, tomorrow, null, letter))
                  .get()
                  .timestamp())
          .isLessThan(tomorrow);
    }
  }

  private void secretsAreReadableByTheirOwnerOnly() throws IOException {
    try (Stream<Path> secrets = Files.list(directory.resolve("secrets"))) {
      assertThat(secrets)
          .hasSize(4)
          .allSatisfy(
              secret ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                      .isEqualTo("rw-------"));
    }
    String options = Files.readString(directory.resolve("conf").resolve("runmark.yaml"));
    assertThat(options).contains("file:");
    for (String name : List.of("postgres-password", "postgres-reader-password")) {
      String password = Files.readString(directory.resolve("secrets").resolve(name));
      assertThat(options).doesNotContain(password);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--ui-port", "--api-port", "--kafka-port", "--s3-port", "--postgres-port"})
  void aPortInUseNamesItsOptionBeforeAnythingStarts(String option) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int exitCode = runmark("quickstart", option, "" + taken.getLocalPort());

      assertThat(exitCode).isEqualTo(2);
      assertThat(errors.toString()).startsWith(option + " " + taken.getLocalPort() + ":");
      assertThat(output.toString()).isEmpty();
    }
  }

  @Test
  void wrongNumbersNameTheirOption() {
    assertThat(runmark("quickstart", "--runs", "0")).isEqualTo(2);
    assertThat(runmark("quickstart", "--rate", "-1")).isEqualTo(2);
    assertThat(runmark("quickstart", "--kafka-port", "65536")).isEqualTo(2);
    assertThat(runmark("quickstart", "--s3-port", "7777", "--kafka-port", "7777")).isEqualTo(2);

    assertThat(errors.toString())
        .contains("--runs 0: wanted 1 or more")
        .contains("--rate -1.0: wanted 0 or more")
        .contains("--kafka-port 65536: wanted 0 to 65535")
        .contains("--s3-port 7777: --kafka-port has the same");
  }

  @Test
  void whatAKilledStartSentIsNotCalledVerified() throws IOException {
    Files.writeString(directory.resolve("sending"), "");

    assertThat(quickstart(10)).isEqualTo(2);
    assertThat(errors.toString()).startsWith("--data-dir " + directory + ": an earlier quickstart");
  }
}
