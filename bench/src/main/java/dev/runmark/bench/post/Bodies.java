package dev.runmark.bench.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.bench.load.KnownRun;
import dev.runmark.bench.load.RunIds;
import dev.runmark.quickstart.generate.SampleRuns;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Makes bodies of distinct runs that have ended, eight a trace, each with three large fields of
 * realistic JSON. One thread at a time.
 */
final class Bodies {

  private static final int SAMPLES = 64;
  private static final int RUNS_A_TRACE = 8;

  /** Of a field: requests of this shape have been reported with 17 MB, not 15. */
  private static final int BYTES_A_KILOBYTE = 1130;

  private static final UUID ANY = new UUID(1, 1);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final Shape shape;
  private final List<String> samples;
  private final RunIds ids;
  private final Random random;

  Bodies(Shape shape) {
    this.shape = shape;
    int size = shape.kilobytes() * BYTES_A_KILOBYTE;
    SampleRuns content = new SampleRuns(size);
    samples =
        IntStream.range(0, SAMPLES).mapToObj(i -> content.create(ANY, ANY, START, size)).toList();
    ids = new RunIds(size);
    random = new Random(size);
  }

  Body next() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<KnownRun> runs = new ArrayList<>();
    List<UUID> traces = new ArrayList<>();
    Instant now = Instant.now();
    UUID trace = ids.at(now);
    for (int i = 0; i < shape.runs(); i++) {
      UUID id = ids.at(now.plusMillis(i));
      if (i % RUNS_A_TRACE == 0) {
        trace = id;
      }
      KnownRun run = new KnownRun(id, json(id, trace, now.plusMillis(i)).getBytes(UTF_8));
      bytes.write(i == 0 ? '[' : ',');
      bytes.writeBytes(run.document());
      runs.add(run);
      traces.add(trace);
    }
    bytes.write(']');
    return new Body(bytes.toByteArray(), runs, traces);
  }

  private String json(UUID id, UUID trace, Instant start) {
    String parent = id.equals(trace) ? "null" : "\"" + trace + "\"";
    return "{\"id\":\""
        + id
        + "\",\"trace_id\":\""
        + trace
        + "\",\"parent_run_id\":"
        + parent
        + ",\"name\":\"ChatOpenAI\",\"run_type\":\"llm\",\"session_name\":\"bench\",\"start_time\":\""
        + start
        + "\",\"end_time\":\""
        + start.plusMillis(900)
        + "\",\"inputs\":"
        + sample()
        + ",\"outputs\":"
        + sample()
        + ",\"extra\":"
        + sample()
        + "}";
  }

  private String sample() {
    return samples.get(random.nextInt(SAMPLES));
  }
}
