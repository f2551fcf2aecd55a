package dev.runmark.quickstart.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.runmark.quickstart.check.RunParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrafficTest {

  private static final int RUNS = 400;

  private static LoadOptions options(int runs, int poison) {
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    return new LoadOptions("", "runs", 7, start, runs, 0, 1000, 50_000, poison);
  }

  private static List<Traffic.Next> all(LoadOptions options) {
    Traffic traffic = new Traffic(options);
    List<Traffic.Next> all = new ArrayList<>();
    for (Traffic.Next next = traffic.next(); next != null; next = traffic.next()) {
      all.add(next);
    }
    return all;
  }

  @Test
  void namesExactlyTheWantedNumberOfRuns() throws IOException {
    RunParser parser = new RunParser();
    Map<UUID, UUID> traceOf = new HashMap<>();
    for (Traffic.Next next : all(options(RUNS, 5))) {
      for (SentEvent event : next.packed().events()) {
        byte[] json = Packing.utf8(event.json());
        assertThat(parser.parse(json, 0, json.length).run()).isEqualTo(event.run());
        UUID trace = next.packed().trace();
        assertThat(traceOf.merge(event.run(), trace, (a, b) -> a)).isEqualTo(trace);
      }
    }
    assertThat(traceOf).hasSize(RUNS);
  }

  @Test
  void theSameSeedMakesTheSameRecords() {
    List<Traffic.Next> once = all(options(60, 20));
    List<Traffic.Next> again = all(options(60, 20));
    assertThat(again).hasSameSizeAs(once);
    for (int i = 0; i < once.size(); i++) {
      assertThat(again.get(i).packed().value()).isEqualTo(once.get(i).packed().value());
    }
  }

  @Test
  void aTraceIsEndedOnceAndNothingOfItFollows() {
    Set<UUID> ended = new HashSet<>();
    Set<UUID> seen = new HashSet<>();
    for (Traffic.Next next : all(options(RUNS, 20))) {
      assertThat(ended).doesNotContain(next.packed().trace());
      seen.add(next.packed().trace());
      if (next.last()) {
        ended.add(next.packed().trace());
      }
    }
    assertThat(ended).isEqualTo(seen);
  }

  @Test
  void hasEveryFormAndEveryPoison() {
    Set<String> forms = new TreeSet<>();
    Set<String> poison = new TreeSet<>();
    for (Traffic.Next next : all(options(3000, 40))) {
      Packed.Spoilt spoilt = next.packed().poison();
      if (spoilt != null) {
        poison.add(spoilt.kind());
      } else {
        forms.add(form(new String(next.packed().value(), StandardCharsets.UTF_8)));
      }
    }
    assertThat(poison).containsExactly("bad id", "cut off", "no trace", "not UTF-8", "not json");
    assertThat(forms)
        .containsExactly("array", "batch", "complete", "create", "lines", "patch", "post");
  }

  private static String form(String value) {
    if (value.stripTrailing().lines().allMatch(line -> line.startsWith("{\"id\""))
        && value.endsWith("\n")) {
      return "lines";
    }
    JsonElement json = JsonParser.parseString(value);
    if (json.isJsonArray()) {
      return "array";
    }
    if (json.getAsJsonObject().has("operation")) {
      return json.getAsJsonObject().get("operation").getAsString();
    }
    return json.getAsJsonObject().has("post") ? "batch" : "create";
  }

  @Test
  void poisonIsRefusedAndItsBytesAreInTheRecord() {
    int found = 0;
    for (Traffic.Next next : all(options(2000, 40))) {
      Packed.Spoilt spoilt = next.packed().poison();
      if (spoilt == null || spoilt.kind().equals("no trace")) {
        continue;
      }
      found++;
      byte[] bad = spoilt.bytes();
      assertThatThrownBy(() -> new RunParser().parse(bad, 0, bad.length))
          .isInstanceOf(IOException.class);
      assertThat(new String(next.packed().value(), StandardCharsets.ISO_8859_1))
          .contains(new String(bad, StandardCharsets.ISO_8859_1));
    }
    assertThat(found).isGreaterThan(20);
  }

  @Test
  void runsAreOfTheWantedSizesAndCompressAsTextDoes() {
    Map<UUID, Integer> sizes = new HashMap<>();
    ByteArrayOutputStream some = new ByteArrayOutputStream();
    for (Traffic.Next next : all(options(1000, 0))) {
      assertThat(next.packed().value().length).isLessThan(1_000_000);
      if (some.size() < 1 << 20) {
        some.writeBytes(next.packed().value());
      }
      for (SentEvent event : next.packed().events()) {
        sizes.merge(event.run(), event.json().length(), Integer::sum);
      }
    }
    int[] sorted = sizes.values().stream().mapToInt(Integer::intValue).sorted().toArray();
    assertThat(sorted[0]).isBetween(700, 3000);
    assertThat(sorted[sorted.length / 2]).isBetween(3000, 12_000);
    assertThat(sorted[sorted.length - 1]).isBetween(30_000, 110_000);
    byte[] text = some.toByteArray();
    double ratio = (double) text.length / Zstd.compress(Arrays.copyOf(text, 64 << 10), 3).length;
    ratio = ratio * (64 << 10) / text.length;
    assertThat(ratio).isBetween(2.0, 5.0);
  }
}
