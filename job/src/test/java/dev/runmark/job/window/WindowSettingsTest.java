package dev.runmark.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.sink.Trace;
import dev.runmark.storage.part.RunLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How many runs are one line at some settings, when patches come so long after their creates. Each
 * trace is a root with six calls, one after the other; a call takes half to one and a half of the
 * delay, and what an SDK sends arrives up to half a second later. The table stands in
 * docs/benchmarks.md.
 */
class WindowSettingsTest {

  private static final int TRACES = 500;
  private static final int CALLS = 6;

  private record Arrival(long time, RunEvent event) {}

  private final Random random = new Random(20261120);
  private final List<Arrival> arrivals = new ArrayList<>();
  private long offset;

  @ParameterizedTest(name = "grace {0} s, gap {1} s, age {2} s: calls of {3} s")
  @CsvSource({
    "5, 60, 600, 1, 100",
    "5, 60, 600, 10, 100",
    "5, 60, 600, 60, 43",
    "1, 10, 600, 1, 100",
    "1, 10, 600, 10, 46",
    "1, 10, 600, 60, 0",
    "5, 300, 3600, 1, 100",
    "5, 300, 3600, 10, 100",
    "5, 300, 3600, 60, 100"
  })
  void percentOfRunsInOneLine(int grace, int gap, int age, int delay, int percent)
      throws Exception {
    for (int trace = 1; trace <= TRACES; trace++) {
      addTrace(trace * 1000, delay * 1000L);
    }
    arrivals.sort(Comparator.comparingLong(Arrival::time));
    WindowRules rules =
        new WindowRules(
            Duration.ofSeconds(grace),
            Duration.ofSeconds(gap),
            Duration.ofSeconds(age),
            Events.WIDE.traceSize(),
            Events.WIDE.openSize(),
            Events.WIDE.lineSize(),
            false);
    assertThat(percentInOneLine(rules)).isBetween(percent - 2L, percent + 2L);
  }

  private void addTrace(int root, long delay) {
    long now = random.nextInt(60_000);
    arrive(now, Events.of(root, root).create(offset++, ""));
    for (int call = 1; call <= CALLS; call++) {
      arrive(now, Events.of(root, root + call).under(root).create(offset++, ""));
      now += delay / 2 + random.nextLong(delay);
      arrive(now, Events.of(root, root + call).under(root).ended().patch(offset++, ""));
    }
    arrive(now, Events.of(root, root).ended().patch(offset++, ""));
  }

  private void arrive(long sent, RunEvent event) {
    arrivals.add(new Arrival(sent + random.nextInt(500), event));
  }

  private long percentInOneLine(WindowRules rules) throws Exception {
    Map<UUID, Integer> lines = new HashMap<>();
    try (WindowHarness window = WindowHarness.open(rules)) {
      for (Arrival arrival : arrivals) {
        window.timeIs(arrival.time());
        window.add(arrival.event());
        count(window.written(), lines);
      }
      window.endInput();
      count(window.written(), lines);
    }
    assertThat(lines).hasSize(TRACES * (CALLS + 1));
    long one = lines.values().stream().filter(count -> count == 1).count();
    return Math.round(100.0 * one / lines.size());
  }

  private static void count(List<Trace> traces, Map<UUID, Integer> lines) {
    for (Trace trace : traces) {
      for (RunLine line : trace.lines()) {
        lines.merge(line.key().run(), 1, Integer::sum);
      }
    }
  }
}
