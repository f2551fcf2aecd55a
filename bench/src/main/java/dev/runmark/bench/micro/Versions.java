package dev.runmark.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.runmark.bench.load.KnownRun;
import dev.runmark.storage.json.Slice;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A run's create and the patch that ends it, and how Jackson would make one of them. */
record Versions(byte[] create, byte[] patch) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param outputs of another run, which this one's patch brings
   */
  static Versions of(KnownRun run, KnownRun outputs) throws IOException {
    JsonNode other = JSON.readTree(outputs.document());
    String patch =
        "{\"id\":\""
            + run.id()
            + "\",\"trace_id\":"
            + JSON.readTree(run.document()).path("trace_id")
            // What both versions say, so that their order matters.
            + ",\"name\":\"renamed\""
            + ",\"end_time\":\"2026-01-02T03:04:09.000001Z\",\"error\":null,\"outputs\":"
            + other.path("inputs")
            + "}";
    return new Versions(run.document(), patch.getBytes(UTF_8));
  }

  List<Slice> slices() {
    return List.of(Slice.of(create), Slice.of(patch));
  }

  /** Two trees, what is not null of the second one into the first, and its bytes. */
  byte[] mergedByJackson() throws IOException {
    ObjectNode merged = (ObjectNode) JSON.readTree(create);
    for (Map.Entry<String, JsonNode> field : JSON.readTree(patch).properties()) {
      if (!field.getValue().isNull() || !merged.has(field.getKey())) {
        merged.set(field.getKey(), field.getValue());
      }
    }
    return JSON.writeValueAsBytes(merged);
  }

  /** Whether the bytes are the run with its patch. */
  void requireMerged(byte[] folded) throws IOException {
    Samples.require(JSON.readTree(folded).equals(JSON.readTree(mergedByJackson())), "fold");
  }
}
