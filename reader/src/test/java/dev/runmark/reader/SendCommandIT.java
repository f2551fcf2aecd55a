package dev.runmark.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.reader.CommandScene.Ended;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are sent by command, as over HTTP. */
class SendCommandIT {

  private static ApiScene scene;
  private static Path config;

  @TempDir private Path directory;
  private Map<TopicPartition, Long> before;

  @BeforeAll
  static void start() throws Exception {
    scene = ApiScene.open();
    config = scene.config(scene.kafka.bootstrapServers(), "delivery: 20 s");
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
  }

  @BeforeEach
  void clear() throws Exception {
    scene.stores.database.clear();
    before = scene.ends();
  }

  private static String run(int number) {
    return "{\"id\":\"%s\",\"trace_id\":\"%s\",\"name\":\"Grüße %d\"}"
        .formatted(Lines.id(number), Lines.trace(number), number);
  }

  private static String runs(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(SendCommandIT::run)
        .collect(Collectors.joining("\n"));
  }

  private Path file(String... lines) throws Exception {
    return Files.writeString(directory.resolve("runs.ndjson"), String.join("\n", lines));
  }

  private List<String> sent() {
    return scene.records(before).stream()
        .map(ConsumerRecord::value)
        .map(value -> new String(value, StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void aFileIsSentABatchATransaction() throws Exception {
    Ended ended = CommandScene.run(config, "send", file(runs(1, 2_500), "", "\r").toString());

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("sent 2,500 runs in 3 transactions\n");
    assertThat(sent())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, 2_500).mapToObj(SendCommandIT::run).toList());
  }

  @Test
  void aBadLineStopsItAndTellsWhatWasSentBefore() throws Exception {
    String bad = "{\"id\":\"no-uuid\"}";
    Ended ended =
        CommandScene.run(
            config,
            "send",
            file(runs(1, 1_000), "", runs(1_001, 1_500), bad, run(1_501)).toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .startsWith("send: line 1502: invalid_id: ")
        .endsWith(
            "; sent before: 1,000 runs, those up to line 1000 of the input; nothing from line 1001"
                + " on\n");
    assertThat(sent()).hasSize(1_000);
  }

  @Test
  void theLineIsTheOneThatIsBroken() throws Exception {
    assertThat(refusal(run(1), run(2) + " " + run(3), run(4)))
        .startsWith("send: line 2: not_json: something stands behind the object");
    assertThat(refusal(run(1), run(2), run(3) + " x"))
        .startsWith("send: line 3: not_json: something stands behind the object");
    assertThat(refusal(run(1), "{\"id\":", run(2))).startsWith("send: line 2: not_json: ");
    assertThat(refusal(run(1), "[" + run(2) + "]"))
        .startsWith("send: line 2: not_a_run: wanted an object, one a line");
    assertThat(refusal(run(1), run(2).replace("Grüße", "y".repeat(300_000)), run(3)))
        .startsWith("send: line 2: too_large: ");
    assertThat(sent()).isEmpty();
  }

  private String refusal(String... lines) throws Exception {
    Ended ended = CommandScene.run(config, "send", file(lines).toString());
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err()).endsWith("; nothing was sent before; nothing from line 1 on\n");
    return ended.err();
  }

  @Test
  void aBatchThatIsTooMuchForARequestIsSentInSeveral() throws Exception {
    String many =
        IntStream.range(0, 300)
            .mapToObj(i -> "{\"trace_id\":\"" + Lines.trace(i) + "\"}")
            .collect(Collectors.joining(",", "{\"post\":[", "]}"));

    Ended events = CommandScene.run(config, "send", file(many, many, many, many).toString());
    assertThat(events.code()).as(events.err()).isZero();
    assertThat(events.out()).isEqualTo("sent 1,200 runs in 2 transactions\n");

    Path small = scene.config(scene.kafka.bootstrapServers(), "body: 100 KiB");
    Ended bytes = CommandScene.run(small, "send", file(runs(1, 1_000)).toString());
    assertThat(bytes.code()).as(bytes.err()).isZero();
    assertThat(sent()).hasSize(2_200);
  }

  @Test
  void waitingEndsWhenAllCanBeReadAndIdsGoOn() throws Exception {
    String nameless = "{\"trace_id\":\"" + Lines.trace(7) + "\",\"name\":\"no id\"}";
    CompletableFuture<Ended> sending =
        CompletableFuture.supplyAsync(
            () -> withInput(nameless + "\n" + run(8), "send", "-", "--wait", "--ids"));
    SmallJob job = new SmallJob(scene);
    while (job.store(before) < 2) {
      Thread.sleep(50);
    }
    Ended ended = sending.get();

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.err()).isEqualTo("send: sent 2 runs in 1 transaction, all can be read\n");
    assertThat(ended.lines()).hasSize(2).last().isEqualTo(Lines.id(8).toString());
    UUID minted = UUID.fromString(ended.lines().get(0));
    assertThat(CommandScene.run(config, "get", minted.toString()).out())
        .isEqualTo("{\"id\":\"" + minted + "\"," + nameless.substring(1) + "\n");
  }

  private static Ended withInput(String input, String command, String... arguments) {
    InputStream stdin = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return CommandScene.run(config, command, arguments);
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void whatCannotBeReadInTimeIsSentAllTheSame() throws Exception {
    Ended ended =
        CommandScene.run(config, "send", file(run(1)).toString(), "--wait", "--timeout", "PT0.1S");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEqualTo("sent 1 run in 1 transaction\n");
    assertThat(ended.err()).isEqualTo("send: after 100 ms not all can be read yet\n");
    assertThat(sent()).hasSize(1);
  }

  @Test
  void brokersThatAreAwayAreThree() throws Exception {
    Path away = scene.config("127.0.0.1:1", "delivery: 1 s");

    Ended ended = CommandScene.run(away, "send", file(run(1), run(2)).toString());

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .startsWith("send: lines 1 to 2: ")
        .endsWith("nothing was sent before; nothing from line 1 on\n");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    Ended ended = CommandScene.run(config, "send", "target/none.ndjson");

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).isEqualTo("send: read target/none.ndjson: NoSuchFileException\n");
  }

  @Test
  void nothingIsSentOfAnEmptyFile() throws Exception {
    Ended ended = CommandScene.run(config, "send", file("", "").toString());

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualTo("sent 0 runs in 0 transactions\n");
  }
}
