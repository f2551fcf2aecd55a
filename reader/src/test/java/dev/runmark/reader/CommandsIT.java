package dev.runmark.reader;

import static dev.runmark.reader.Lines.at;
import static dev.runmark.reader.Lines.create;
import static dev.runmark.reader.Lines.id;
import static dev.runmark.reader.Lines.json;
import static dev.runmark.reader.Lines.listing;
import static dev.runmark.reader.Lines.patch;
import static dev.runmark.reader.Lines.trace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.reader.CommandScene.Ended;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SealedPart;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs are read by commands: what they print, what they say beside it, how they end. */
class CommandsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static ApiScene scene;
  private static Path config;

  @BeforeAll
  static void start() throws Exception {
    scene = ApiScene.open();
    config = scene.config(scene.kafka.bootstrapServers());
  }

  @AfterAll
  static void stop() throws Exception {
    scene.close();
  }

  @BeforeEach
  void clear() throws Exception {
    scene.stores.database.clear();
  }

  private static Ended run(String command, String... arguments) {
    return CommandScene.run(config, command, arguments);
  }

  private static Ended withInput(String input, String command, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(command, arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void getPrintsDocumentsInTheOrderOfTheIds() throws Exception {
    scene.stores.commit(Compression.ZSTD, create(1), create(2), create(3));

    Ended ended = run("get", id(3).toString(), id(1).toString().toUpperCase(), "{" + id(3) + "}");

    assertThat(ended.out()).isEqualTo(json(3) + "\n" + json(1) + "\n" + json(3) + "\n");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
  }

  @Test
  void getNamesWhatIsNotThereAndWhatIsNoId() throws Exception {
    scene.stores.commit(Compression.NONE, create(1), patch(2, "\"tags\":[]"));

    Ended absent = run("get", id(9).toString(), id(1).toString(), id(2).toString());
    assertThat(absent.lines()).hasSize(2).first().isEqualTo(json(1));
    assertThat(absent.err())
        .isEqualTo(
            "get: "
                + id(2)
                + ": only patches of it are known so far\nget: there is no run "
                + id(9)
                + "\n");
    assertThat(absent.code()).isEqualTo(1);

    Ended bad = withInput("\r\n" + id(1) + "\r\nno-id\n" + id(9), "get", "-", "x\u001b[1m");
    assertThat(bad.out()).isEqualTo(json(1) + "\n");
    assertThat(bad.err())
        .isEqualTo(
            "get: line 3: 'no-id' is no id: wanted a UUID\n"
                + "get: 'x\\u{1b}[1m' is no id: wanted a UUID\n"
                + "get: there is no run "
                + id(9)
                + "\n");
    assertThat(bad.code()).isEqualTo(2);
  }

  @Test
  void manyIdsAreABatchAStatement() throws Exception {
    scene.stores.commit(Compression.NONE, lines(1, 2_500));
    StringBuilder ids = new StringBuilder();
    IntStream.rangeClosed(1, 2_500).forEach(i -> ids.append(id(i)).append('\n'));

    // Beside those of a new connection.
    int one = scene.stores.counted(() -> withInput(id(1).toString(), "get", "-")).roundTrips();
    List<Ended> ended = new ArrayList<>();
    ReadScene.Calls calls =
        scene.stores.counted(() -> ended.add(withInput(ids.toString(), "get", "-")));

    assertThat(ended.get(0).lines())
        .isEqualTo(IntStream.rangeClosed(1, 2_500).mapToObj(Lines::json).toList());
    assertThat(calls.roundTrips() - one).isEqualTo(2);
  }

  private static RunLine[] lines(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Lines::create).toArray(RunLine[]::new);
  }

  @Test
  void listIsNdjsonInAPipeAndATableForPeople() throws Exception {
    scene.stores.commit(Compression.NONE, create(1), create(2));

    Ended pipe = run("list", "--json");
    assertThat(pipe.code()).isZero();
    assertThat(pipe.lines()).hasSize(2);
    JsonNode row = JSON.readTree(pipe.lines().get(0));
    assertThat(row.get("kind").asText()).isEqualTo("run");
    assertThat(row.get("id").asText()).isEqualTo(id(2).toString());
    assertThat(row.get("status").asText()).isEqualTo("success");

    assertThat(run("list", "--table").lines())
        .containsExactly(
            "STARTED                   DURATION  STATUS   TYPE       RUN                            "
                + "       PROJECT           NAME",
            "2026-11-20T10:00:02Z        1.00 s  success  llm        "
                + id(2)
                + "  project           run 2",
            "2026-11-20T10:00:01Z        1.00 s  success  llm        "
                + id(1)
                + "  project           run 1");
  }

  @Test
  void listTakesTheFiltersOfTheApi() throws Exception {
    Listing failed = new Listing("other", null, "Chat", "chain", RunStatus.ERROR, at(7), at(8));
    scene.stores.commit(Compression.NONE, create(1), create("default", 2, trace(2), failed));

    assertThat(ids("--project", "other")).containsExactly(id(2));
    assertThat(ids("--trace", trace(1).toString())).containsExactly(id(1));
    assertThat(ids("--run-type", "llm")).containsExactly(id(1));
    assertThat(ids("--status", "error")).containsExactly(id(2));
    assertThat(ids("--has-error")).containsExactly(id(2));
    assertThat(ids("--has-error=false")).containsExactly(id(1));
    assertThat(ids("--name-prefix", "Ch")).containsExactly(id(2));
    assertThat(ids("--from", "2026-11-20T10:00:05Z")).containsExactly(id(2));
    assertThat(ids("--to", "2026-11-20T10:00:05Z")).containsExactly(id(1));
    assertThat(ids("--order", "oldest")).containsExactly(id(1), id(2));
    assertThat(ids("--tenant", "acme")).isEmpty();

    Ended payload = run("list", "--payload", "--project", "other");
    assertThat(payload.out()).isEqualTo(json(2) + "\n");
  }

  private static List<UUID> ids(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(List.of(arguments));
    List<UUID> ids = new ArrayList<>();
    for (String line : run("list", all.toArray(String[]::new)).lines()) {
      ids.add(UUID.fromString(JSON.readTree(line).get("id").asText()));
    }
    return ids;
  }

  @Test
  void aListIsPagedThroughByCursorOrAtOnce() throws Exception {
    scene.stores.commit(Compression.NONE, lines(1, 5));

    Ended first = run("list", "--json", "--limit", "2", "--from", "3650d");
    assertThat(first.lines()).hasSize(2);
    Matcher more =
        Pattern.compile("list: there are more: --from (\\S+) --cursor (\\S+), or --all\n")
            .matcher(first.err());
    assertThat(more.matches()).as(first.err()).isTrue();
    assertThat(ids("--limit", "2", "--from", more.group(1), "--cursor", more.group(2)))
        .containsExactly(id(3), id(2));

    assertThat(ids("--all", "--limit", "2")).containsExactly(id(5), id(4), id(3), id(2), id(1));
    assertThat(run("list", "--limit", "2", "--project", "none").err())
        .isEqualTo("list: there are none\n");
  }

  @Test
  void whatWasAskedWronglyIsToldByItsOption() {
    assertThat(refused("list", "--limit", "0")).startsWith("list: --limit: 0, wanted 1 to 10000");
    assertThat(refused("list", "--run-type", "")).startsWith("list: --run-type: 0 characters");
    assertThat(refused("list", "--status", "error", "--has-error"))
        .isEqualTo("list: --has-error: not together with status\n");
    assertThat(refused("list", "--cursor", "garbage")).startsWith("list: --cursor: ");
    assertThat(refused("list", "--from", "2h", "--to", "3h")).startsWith("list: --to: ");
    assertThat(refused("list", "--order", "sideways")).contains("wanted newest or oldest");
    assertThat(refused("parts", "--limit", "10001")).startsWith("parts: --limit: 10001");
    assertThat(refused("trace", "no-id")).contains("'no-id' is no id: wanted a UUID");
    assertThat(refused("get", "--user", "someone", id(1).toString()))
        .isEqualTo("get: --user and --password: give both or neither\n");
    assertThat(CommandScene.run(Path.of("target/none.yaml"), "list").err())
        .startsWith("list: read options target/none.yaml");
  }

  private static String refused(String command, String... arguments) {
    Ended ended = run(command, arguments);
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    return ended.err();
  }

  private static RunLine called(int number, @Nullable UUID parent, String more) {
    String document = "{\"id\":\"" + id(number) + "\"" + more + "}";
    return Lines.line(
        new RunKey("default", id(number)),
        trace(1),
        EventSpan.ofCreate(EventSpan.position(100_000L + number, 0)),
        listing(number, parent),
        document);
  }

  @Test
  void aTraceIsATreeWithWhatItsRunsTook() throws Exception {
    scene.stores.commit(
        Compression.ZSTD,
        called(1, null, ",\"outputs\":{\"text\":\"usage_metadata\"}"),
        called(
            2,
            id(1),
            ",\"outputs\":{\"usage_metadata\":{\"input_tokens\":1204,\"output_tokens\":31}}"),
        called(
            3,
            id(2),
            ",\"extra\":{\"metadata\":{\"usage_metadata\":{\"input_tokens\":4,\"output_tokens\":1}}}"),
        called(4, id(1), ",\"outputs\":{\"usage_metadata\":{\"input_tokens\":\"many\"}}"));

    Ended tree = run("trace", trace(1).toString());

    assertThat(tree.lines())
        .containsExactly(
            "    DURATION  STATUS   TOKENS IN        OUT  RUN",
            "      1.00 s  success                        run 1 (llm)  " + id(1),
            "      1.00 s  success      1,204         31    run 2 (llm)  " + id(2),
            "      1.00 s  success          4          1      run 3 (llm)  " + id(3),
            "      1.00 s  success          0          0    run 4 (llm)  " + id(4),
            "4 runs, 0 errors, 4.00 s in all, 1,204 tokens in, 31 out");
    assertThat(run("trace", id(3).toString()).out()).isEqualTo(tree.out());
    assertThat(run("trace", trace(1).toString(), "--json").lines())
        .hasSize(4)
        .allSatisfy(line -> JSON.readTree(line));
    Ended absent = run("trace", trace(9).toString());
    assertThat(absent.code()).isEqualTo(1);
    assertThat(absent.err()).isEqualTo("trace: there is no trace " + trace(9) + "\n");
  }

  @Test
  void circlesAndUnknownParentsAreHarmless() throws Exception {
    scene.stores.commit(
        Compression.NONE,
        called(1, id(1), ""),
        called(2, id(3), ""),
        called(3, id(2), ""),
        called(4, id(99), ""));

    List<String> tree = run("trace", trace(1).toString()).lines();

    assertThat(tree).hasSize(6);
    assertThat(tree.get(1)).endsWith(id(4) + "  (parent not here)");
    assertThat(String.join("\n", tree))
        .contains(id(1).toString(), id(2).toString(), id(3).toString());
  }

  @Test
  void aTraceAsDeepAsItHasRunsIsPrinted() throws Exception {
    scene.stores.commit(
        Compression.NONE,
        IntStream.rangeClosed(1, 3_000)
            .mapToObj(i -> called(i, i == 1 ? null : id(i - 1), ""))
            .toArray(RunLine[]::new));

    Ended deep = run("trace", trace(1).toString());

    assertThat(deep.lines()).hasSize(3_002);
    assertThat(deep.lines().get(3_000)).contains("… 2,999 deep: run 3000 (llm)  " + id(3_000));
  }

  @Test
  void partsAreThoseOfTheLedger() throws Exception {
    SealedPart part = scene.stores.commit(Compression.ZSTD, create(1), create(2));

    Ended pipe = run("parts", "--json");
    JsonNode row = JSON.readTree(pipe.lines().get(0));
    assertThat(row.get("kind").asText()).isEqualTo("part");
    assertThat(row.get("key").asText()).isEqualTo(part.key());
    assertThat(row.get("lines").asInt()).isEqualTo(2);
    assertThat(run("parts", "--table").lines())
        .hasSize(2)
        .last()
        .asString()
        .contains(" zstd ")
        .endsWith("s3://runs/" + part.key());
  }

  /** Another try later would not help: it is not a store that is away. */
  @Test
  void aUserWithoutTheRightToReadIsTwoAndToldWhatToDo() throws Exception {
    String password = "file:" + scene.secrets.resolve("postgres").toAbsolutePath();

    Ended list = CommandScene.run(config, "list", "--user", "writer", "--password", password);

    assertThat(list.code()).as(list.err()).isEqualTo(2);
    assertThat(list.err()).contains("permission denied", "runmark_reader", "--user");
  }

  @Test
  void aStoreThatIsAwayIsThree() throws Exception {
    scene.stores.commit(Compression.NONE, create(1));
    Path nowhere = scene.secrets.resolve("nowhere.yaml");
    String text = Files.readString(config).replace("-wait: 30 s", "-wait: 1 s");
    Files.writeString(
        nowhere, text.replaceAll("127\\.0\\.0\\.1:" + scene.stores.postgres.port(), "127.0.0.1:1"));

    Ended index = CommandScene.run(nowhere, "list");
    assertThat(index.code()).as(index.err()).isEqualTo(3);
    assertThat(index.err()).startsWith("list: look up ").contains("PostgreSQL");

    Files.writeString(
        nowhere, text.replace(scene.stores.s3.endpoint().toString(), "http://127.0.0.1:1"));
    Ended objects = CommandScene.run(nowhere, "get", id(1).toString());
    assertThat(objects.code()).as(objects.err()).isEqualTo(3);
    assertThat(objects.out()).isEmpty();
  }

  @Test
  void corruptDataIsFour() throws Exception {
    SealedPart part = scene.stores.commit(Compression.NONE, create(1), create(2));
    Path file = scene.stores.file(part);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 4] ^= 1;
    Files.write(file, bytes);

    Ended corrupt = run("get", id(1).toString(), id(2).toString());

    assertThat(corrupt.code()).isEqualTo(4);
    assertThat(corrupt.out()).isEqualTo(json(1) + "\n");
    assertThat(corrupt.err())
        .startsWith("get: read run " + id(2) + " from part ")
        .contains("bytes [");
    assertThat(run("trace", trace(1).toString()).code()).isEqualTo(4);
    assertThat(run("list", "--payload").code()).isEqualTo(4);
  }
}
