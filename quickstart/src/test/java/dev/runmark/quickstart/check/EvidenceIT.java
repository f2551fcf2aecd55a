package dev.runmark.quickstart.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of many runs, compared in a process whose heap could not hold it. */
class EvidenceIT {

  private static final int RUNS = 250_000;
  private static final String HEAP = "-Xmx48m";

  @TempDir Path directory;

  @Test
  void memoryDoesNotGrowWithTheNumberOfRuns() throws Exception {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Many.class.getName(),
                directory.resolve("evidence").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    String said = Files.readString(output).strip();
    assertThat(process.exitValue()).as(said).isZero();
    String[] counts = said.split(" ");
    assertThat(Integer.parseInt(counts[0])).isEqualTo(RUNS);
    assertThat(Integer.parseInt(counts[1])).isEqualTo(2 * RUNS);
    // On disk it was far more than the heap.
    assertThat(Long.parseLong(counts[2])).isGreaterThan(100L << 20);
  }

  /** Two events of each run, its row and its line, in no order. */
  static final class Many {

    private Many() {}

    private static final UUID TOPIC = new UUID(7, 7);

    public static void main(String[] arguments) throws IOException {
      Horizon horizon = Horizon.ofTopics();
      horizon.read(new Horizon.Source(TOPIC, 0), 0, RUNS);
      horizon.stored(new Horizon.Source(TOPIC, 0), RUNS);
      Findings findings = new Findings();
      RunAudit audit = new RunAudit(horizon, findings);
      int[] events = {0};
      long bytes = 0;
      Path place = Path.of(arguments[0]);
      try (Evidence evidence = new Evidence(place, Comparison.MEMORY, Sample.ALL)) {
        gather(evidence);
        try (Stream<Path> files = Files.list(place)) {
          for (Path file : files.toList()) {
            bytes += Files.size(file);
          }
        }
        evidence.forEach(
            run -> {
              events[0] += run.events.size();
              audit.audit(run, HeldEvents.of(run.events, run.shown, horizon));
            });
      }
      if (findings.all().get(Invariant.A1).violations() > 0) {
        throw new IllegalStateException(findings.all().toString());
      }
      System.out.println(audit.stored() + " " + events[0] + " " + bytes);
    }

    private static void gather(Evidence evidence) throws IOException {
      byte[] json =
          "{\"id\":\"%s\",\"name\":\"n\",\"inputs\":{\"q\":1},\"outputs\":{\"a\":2},\"tags\":[]}"
              .formatted(new UUID(0, 0))
              .getBytes(StandardCharsets.UTF_8);
      RunFields fields = new RunParser().parse(json, 0, json.length);
      Random random = new Random(1);
      for (long i = 0; i < RUNS; i++) {
        UUID run = new UUID(random.nextLong(), i);
        long position = (i + 1) * 256;
        for (int k = 0; k < 2; k++) {
          evidence.event(
              new SentEvent(
                  run, "default", TOPIC, 0, position + k, k == 0, false, run, null, fields));
        }
        evidence.row(new IndexSnapshot.RunRow("default", run, 1));
        evidence.shown(new LineId("default", run, run, TOPIC, 0, position, position + 1));
      }
    }
  }
}
