package dev.runmark.bench.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.bench.batch.FieldedRun.Piece;
import dev.runmark.bench.load.KnownRun;
import dev.runmark.bench.load.RunIds;
import dev.runmark.bench.post.Shape;
import dev.runmark.quickstart.generate.SampleRuns;
import dev.runmark.storage.part.RunLine;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Makes batches of distinct runs that have ended, eight a trace, each with three large fields of
 * realistic JSON. One thread at a time.
 */
final class Batches {

  private static final int SAMPLES = 64;
  private static final int RUNS_A_TRACE = 8;
  private static final List<String> FIELDS = List.of("inputs", "outputs", "metadata");
  private static final UUID ANY = new UUID(1, 1);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

  private final Shape shape;
  private final List<byte[]> samples;
  private final RunIds ids;
  private int made;

  Batches(Shape shape) {
    this.shape = shape;
    int size = shape.kilobytes() * 1000;
    SampleRuns content = new SampleRuns(size);
    samples =
        IntStream.range(0, SAMPLES)
            .mapToObj(i -> content.create(ANY, ANY, START, size).getBytes(UTF_8))
            .toList();
    ids = new RunIds(size);
  }

  List<FieldedRun> next() {
    List<KnownRun> runs = new ArrayList<>();
    List<List<Piece>> fields = new ArrayList<>();
    UUID trace = ANY;
    for (int i = 0; i < shape.runs(); i++) {
      Instant start = START.plusMillis(made++);
      UUID id = ids.at(start);
      if (i % RUNS_A_TRACE == 0) {
        trace = id;
      }
      List<Piece> places = new ArrayList<>();
      runs.add(new KnownRun(id, document(id, trace, start, places)));
      fields.add(places);
    }
    List<RunLine> lines = KnownRun.lines(runs);
    return IntStream.range(0, runs.size())
        .mapToObj(
            i -> new FieldedRun(runs.get(i), lines.get(i).trace(), lines.get(i), fields.get(i)))
        .toList();
  }

  private byte[] document(UUID id, UUID trace, Instant start, List<Piece> places) {
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    document.writeBytes(head(id, trace, start).getBytes(UTF_8));
    for (int i = 0; i < FIELDS.size(); i++) {
      byte[] sample = samples.get((made * FIELDS.size() + i) % SAMPLES);
      document.writeBytes((",\"" + FIELDS.get(i) + "\":").getBytes(UTF_8));
      places.add(new Piece(document.size(), document.size() + sample.length));
      document.writeBytes(sample);
    }
    document.write('}');
    return document.toByteArray();
  }

  private static String head(UUID id, UUID trace, Instant start) {
    String parent = id.equals(trace) ? "null" : "\"" + trace + "\"";
    String ids =
        "{\"id\":\"%s\",\"trace_id\":\"%s\",\"parent_run_id\":%s".formatted(id, trace, parent);
    return ids
        + ",\"name\":\""
        + FieldedRun.NAME
        + "\",\"run_type\":\"llm\",\"session_name\":\"bench\",\"start_time\":\""
        + start
        + "\",\"end_time\":\""
        + start.plusMillis(900)
        + "\"";
  }
}
