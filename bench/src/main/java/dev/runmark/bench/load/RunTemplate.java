package dev.runmark.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.quickstart.generate.SampleRuns;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A run whose ids and times are filled in: the content of some hundreds is generated, that of the
 * other records costs a copy.
 */
public final class RunTemplate {

  private static final UUID RUN = UUID.fromString("00000000-0000-7000-8000-000000000001");
  private static final UUID TRACE = UUID.fromString("00000000-0000-7000-8000-000000000002");
  private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final Instant END = START.plus(SampleRuns.DURATION);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private final byte[] text;
  private final int[] runs;
  private final int[] traces;
  private final int[] starts;
  private final int[] ends;

  /** Of a create. */
  RunTemplate(String json) {
    this(json, required(json, RUN.toString()), new int[0]);
  }

  private RunTemplate(String json, int[] runs, int[] ends) {
    this.text = json.getBytes(UTF_8);
    this.runs = runs;
    this.ends = ends;
    this.traces = required(json, TRACE.toString());
    this.starts = required(json, MICROS.format(START));
  }

  /** Of the root of a trace, whose id is that of the trace. */
  private static RunTemplate ofRoot(String json) {
    return new RunTemplate(json, new int[0], required(json, MICROS.format(END)));
  }

  /** Templates of creates of about one size, the same ones each time. */
  public static List<RunTemplate> ofSize(int bytes, int count) {
    SampleRuns samples = new SampleRuns(bytes);
    return IntStream.range(0, count)
        .mapToObj(i -> new RunTemplate(samples.create(RUN, TRACE, START, bytes)))
        .toList();
  }

  /** Templates of whole roots of traces, likewise. */
  public static List<RunTemplate> rootsOfSize(int bytes, int count) {
    SampleRuns samples = new SampleRuns(bytes);
    return IntStream.range(0, count)
        .mapToObj(i -> ofRoot(samples.root(TRACE, START, bytes)))
        .toList();
  }

  /** The JSON of this run; of a root, its id is the trace's. */
  public byte[] fill(UUID run, UUID trace, Instant start) {
    byte[] filled = text.clone();
    put(filled, runs, run.toString());
    put(filled, traces, trace.toString());
    put(filled, starts, MICROS.format(start));
    put(filled, ends, MICROS.format(start.plus(SampleRuns.DURATION)));
    return filled;
  }

  private static void put(byte[] filled, int[] places, String value) {
    byte[] bytes = value.getBytes(US_ASCII);
    for (int place : places) {
      System.arraycopy(bytes, 0, filled, place, bytes.length);
    }
  }

  private static int[] required(String json, String placeholder) {
    byte[] text = json.getBytes(UTF_8);
    byte[] wanted = placeholder.getBytes(US_ASCII);
    List<Integer> found = new ArrayList<>();
    for (int at = 0; at <= text.length - wanted.length; at++) {
      if (Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length)) {
        found.add(at);
      }
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "template of " + text.length + " bytes: it does not hold " + placeholder);
    }
    return found.stream().mapToInt(Integer::intValue).toArray();
  }
}
