package dev.runmark.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.fold.MergeRule;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Random runs in every format, judged by Jackson's tree model. */
class RunDecoderPropertyTest {

  /** Fewer where these are played for each change of the code that is tried. */
  private static final int ROUNDS = Integer.getInteger("runmark.rounds", 1_500);

  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final String[] WORDS = {"", "a", "é", "😀", "\u0000", "\"", "\\", "\n", "{[,]}"};

  private record Event(String operation, ObjectNode run) {}

  @Test
  void whateverTheFormatAndTheChunksTheLinesSayWhatWasSent() throws JsonProcessingException {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    RunDecoder decoder = new RunDecoder(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    for (int round = 0; round < ROUNDS; round++) {
      List<Event> sent = randomEvents(random);
      Decoded decoded = new Decoded();
      for (byte[] value : records(sent, random)) {
        RawRecord record =
            new RawRecord(Decoded.SOURCE, round, Decoded.TIMESTAMP, null, value, List.of());
        decoder.decode(record, decoded);
      }
      assertThat(decoded.rejected).as("seed %d round %d", seed, round).isEmpty();
      assertThat(byRun(decoded)).as("seed %d round %d", seed, round).isEqualTo(byRunOf(sent));
    }
  }

  @Test
  void theFoldOfARunIsWhatItsEventsSay() throws IOException {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      UUID id = new UUID(random.nextLong(), random.nextLong());
      ObjectNode expected = JACKSON.createObjectNode();
      List<Slice> lines = new ArrayList<>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        ObjectNode run = randomRun(random, id);
        run.properties().forEach(field -> fold(expected, field.getKey(), field.getValue()));
        RunLine line = Decoded.of(JACKSON.writeValueAsBytes(run)).onlyEvent().line();
        lines.add(new Slice(line.bytes(), line.offset(), line.length()));
      }
      JsonNode folded = JACKSON.readTree(MergeRule.fold(lines).toByteArray());
      assertThat(folded).as("seed %d round %d", seed, round).isEqualTo(expected);
    }
  }

  private static void fold(ObjectNode expected, String name, JsonNode value) {
    JsonNode before = expected.get(name);
    boolean merged = name.equals("input_attachments") && before instanceof ObjectNode;
    if (merged && value instanceof ObjectNode) {
      value.properties().forEach(f -> fold((ObjectNode) before, f.getKey(), f.getValue()));
    } else if (!merged && (before == null || !value.isNull())) {
      expected.set(name, value.deepCopy());
    }
  }

  private static Map<String, List<String>> byRun(Decoded decoded) throws JsonProcessingException {
    Map<String, List<String>> runs = new HashMap<>();
    for (RunEvent event : decoded.events) {
      String text = Decoded.text(event);
      assertThat(text).doesNotContain("\n");
      runs.computeIfAbsent(event.line().key().run().toString(), id -> new ArrayList<>())
          .add(event.operation().word() + JACKSON.readTree(text));
    }
    return runs;
  }

  private static Map<String, List<String>> byRunOf(List<Event> sent) {
    Map<String, List<String>> runs = new HashMap<>();
    for (Event event : sent) {
      runs.computeIfAbsent(event.run().get("id").asText(), id -> new ArrayList<>())
          .add(event.operation() + event.run());
    }
    return runs;
  }

  /** Creates before patches for each run: chunks then need not reorder anything. */
  private static List<Event> randomEvents(Random random) {
    List<Event> creates = new ArrayList<>();
    List<Event> patches = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      UUID id = new UUID(random.nextLong(), random.nextLong());
      creates.add(new Event("create", randomRun(random, id)));
      for (int k = random.nextInt(3); k > 0; k--) {
        patches.add(new Event("patch", randomRun(random, id)));
      }
    }
    creates.addAll(patches);
    return creates;
  }

  private static List<byte[]> records(List<Event> events, Random random)
      throws JsonProcessingException {
    List<byte[]> records = new ArrayList<>();
    int next = 0;
    while (next < events.size()) {
      int end = Math.min(events.size(), next + 1 + random.nextInt(4));
      String value = inSomeFormat(events.subList(next, end), random);
      records.add(value.getBytes(StandardCharsets.UTF_8));
      next = end;
    }
    return records;
  }

  private static String inSomeFormat(List<Event> events, Random random)
      throws JsonProcessingException {
    boolean allCreates = events.stream().allMatch(event -> event.operation().equals("create"));
    switch (random.nextInt(4)) {
      case 0:
        ObjectNode batch = JACKSON.createObjectNode();
        ArrayNode posts = JACKSON.createArrayNode();
        ArrayNode patches = JACKSON.createArrayNode();
        for (Event event : events) {
          (event.operation().equals("create") ? posts : patches).add(event.run());
        }
        boolean patchesFirst = random.nextBoolean();
        batch.set(patchesFirst ? "patch" : "post", patchesFirst ? patches : posts);
        batch.set(patchesFirst ? "post" : "patch", patchesFirst ? posts : patches);
        return written(batch, random);
      case 1:
        ArrayNode array = JACKSON.createArrayNode();
        events.forEach(event -> array.add(allCreates ? event.run() : envelope(event)));
        return written(array, random);
      case 2:
        if (events.size() == 1) {
          return written(allCreates ? events.get(0).run() : envelope(events.get(0)), random);
        }
        return lines(events, allCreates);
      default:
        return lines(events, allCreates);
    }
  }

  private static String lines(List<Event> events, boolean bare) throws JsonProcessingException {
    StringBuilder lines = new StringBuilder();
    for (Event event : events) {
      lines.append(JACKSON.writeValueAsString(bare ? event.run() : envelope(event))).append('\n');
    }
    return lines.toString();
  }

  private static ObjectNode envelope(Event event) {
    ObjectNode envelope = JACKSON.createObjectNode();
    envelope.put("operation", event.operation().equals("create") ? "post" : "patch");
    envelope.set("run", event.run());
    return envelope;
  }

  private static String written(JsonNode node, Random random) throws JsonProcessingException {
    return random.nextBoolean() ? node.toPrettyString() : JACKSON.writeValueAsString(node);
  }

  private static ObjectNode randomRun(Random random, UUID id) {
    ObjectNode run = JACKSON.createObjectNode();
    run.put("id", id.toString());
    run.put("trace_id", id.toString());
    String[] free = {"inputs", "outputs", "extra", "x", "é", "\u0000", "post", "run", "events"};
    for (int i = random.nextInt(5); i > 0; i--) {
      run.set(free[random.nextInt(free.length)], randomValue(random, 3));
    }
    ObjectNode attachments = JACKSON.createObjectNode();
    attachments.set("a" + random.nextInt(3), randomValue(random, 1));
    run.set("input_attachments", random.nextBoolean() ? attachments : JACKSON.nullNode());
    return run;
  }

  private static JsonNode randomValue(Random random, int depth) {
    switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0:
        return JACKSON.nullNode();
      case 1:
        return JACKSON.getNodeFactory().booleanNode(random.nextBoolean());
      case 2:
        return JACKSON.getNodeFactory().numberNode(random.nextInt());
      case 3:
        return JACKSON.getNodeFactory().numberNode(random.nextInt(1000) / 8.0);
      case 4:
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
          text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return JACKSON.getNodeFactory().textNode(text.toString());
      case 5:
        ArrayNode array = JACKSON.createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(randomValue(random, depth - 1));
        }
        return array;
      default:
        ObjectNode object = JACKSON.createObjectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          object.set(WORDS[random.nextInt(WORDS.length)], randomValue(random, depth - 1));
        }
        return object;
    }
  }
}
