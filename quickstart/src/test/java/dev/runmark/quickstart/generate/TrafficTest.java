package dev.runmark.quickstart.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.runmark.quickstart.check.RunParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    return options(runs, poison, 50_000);
  }

  private static LoadOptions options(int runs, int poison, int most) {
    Instant start = Instant.parse("2026-01-02T03:04:05Z");
    return new LoadOptions("", "runs", 7, start, runs, 0, 1000, most, poison, Delays.REALISTIC);
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

  /** When each event of the runs is sent, in order. */
  private static Map<UUID, List<Sent>> eventsOfRuns(int runs) {
    Map<UUID, List<Sent>> events = new HashMap<>();
    for (Traffic.Next next : all(options(runs, 0, 2000))) {
      for (SentEvent event : next.packed().events()) {
        events
            .computeIfAbsent(event.run(), run -> new ArrayList<>())
            .add(new Sent(next.after(), event));
      }
    }
    return events;
  }

  private record Sent(Duration after, SentEvent event) {}

  private static long millisFromCreateToPatch(List<Sent> events) {
    return events.size() > 1
            && events.get(0).event().kind() == SentEvent.Kind.CREATE
            && events.get(1).event().kind() == SentEvent.Kind.PATCH
        ? events.get(1).after().minus(events.get(0).after()).toMillis()
        : -1;
  }

  @Test
  void recordsAreInOrderOfTimeAndRunsBeginAtAnEvenRate() {
    Duration before = Duration.ZERO;
    Map<Long, Integer> begun = new HashMap<>();
    Set<UUID> seen = new HashSet<>();
    for (Traffic.Next next : all(options(4000, 0, 2000))) {
      assertThat(next.after()).isGreaterThanOrEqualTo(before);
      before = next.after();
      for (SentEvent event : next.packed().events()) {
        if (event.kind() == SentEvent.Kind.CREATE && seen.add(event.run())) {
          begun.merge(before.toSeconds(), 1, Integer::sum);
        }
      }
    }
    // 200 a second, less those that are sent whole when they end.
    for (long second = 3; second < 19; second++) {
      assertThat(begun.get(second)).isBetween(100, 300);
    }
  }

  @Test
  void patchesFollowTheirCreatesAfterSecondsAndHaveNoInputs() {
    List<Long> millis = new ArrayList<>();
    for (List<Sent> events : eventsOfRuns(3000).values()) {
      long taken = millisFromCreateToPatch(events);
      if (taken >= 0) {
        millis.add(taken);
        assertThat(JsonParser.parseString(events.get(0).event().json()).getAsJsonObject().keySet())
            .contains("inputs");
        assertThat(JsonParser.parseString(events.get(1).event().json()).getAsJsonObject().keySet())
            .contains("end_time", "outputs")
            .doesNotContain("inputs");
      }
    }
    millis.sort(null);
    assertThat(millis).hasSizeGreaterThan(2000);
    assertThat(millis.get(millis.size() / 2)).isBetween(1000L, 4000L);
    assertThat(millis.get(millis.size() * 99 / 100)).isBetween(10_000L, 120_000L);
  }

  @Test
  void delaysCanBeOverridden() {
    LoadOptions quick =
        options(300, 0)
            .withDelays(new Delays(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ZERO));
    Duration last = Duration.ZERO;
    for (Traffic.Next next : all(quick)) {
      last = next.after();
    }
    assertThat(last).isLessThan(Duration.ofSeconds(5));
    assertThatThrownBy(
            () -> new Delays(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ZERO))
        .hasMessageContaining("PT2S");
  }

  @Test
  void someRecordsAreSentTwiceAsTheyAre() {
    Map<String, Integer> times = new HashMap<>();
    List<Traffic.Next> all = all(options(2000, 0));
    all.forEach(next -> times.merge(new String(next.packed().value(), UTF_8), 1, Integer::sum));
    long twice = times.values().stream().filter(count -> count == 2).count();
    assertThat(twice).isBetween(all.size() / 100L, all.size() / 20L);
    assertThat(times.values()).allMatch(count -> count <= 2);
  }

  @Test
  void someRunsNeverEndAndSomeArePatchedLongAfterTheirTrace() {
    int endless = 0;
    int late = 0;
    for (List<Sent> events : eventsOfRuns(4000).values()) {
      if (events.stream().allMatch(each -> each.event().kind() == SentEvent.Kind.CREATE)) {
        endless++;
      }
      Duration first = events.get(0).after();
      Duration last = events.get(events.size() - 1).after();
      if (last.minus(first).compareTo(Delays.REALISTIC.late()) >= 0) {
        late++;
      }
    }
    assertThat(endless).isBetween(20, 400);
    assertThat(late).isBetween(20, 200);
  }

  @Test
  void someTreesAreFiveLevelsDeepAndNoneDeeper() {
    Map<Integer, Integer> levels = new HashMap<>();
    for (List<Sent> events : eventsOfRuns(4000).values()) {
      JsonObject run = JsonParser.parseString(events.get(0).event().json()).getAsJsonObject();
      int depth = run.get("dotted_order").getAsString().split("\\.", -1).length;
      levels.merge(depth, 1, Integer::sum);
    }
    assertThat(levels).containsOnlyKeys(1, 2, 3, 4, 5);
    assertThat(levels.get(5)).isGreaterThan(10);
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
