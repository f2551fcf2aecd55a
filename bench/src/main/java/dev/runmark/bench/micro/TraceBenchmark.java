package dev.runmark.bench.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.runmark.bench.load.KnownRun;
import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.window.TraceFolding;
import dev.runmark.sink.Trace;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a window does when it closes: the creates and patches of a trace's runs to lines in the
 * order of its tree, beside Jackson's trees of each run alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class TraceBenchmark {

  private static final int RUNS_A_TRACE = 8;
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(0, 1), "runs", 0);
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @Param("10")
  public int kilobytes;

  private final List<Versions> versions = new ArrayList<>();
  private final List<List<RunEvent>> traces = new ArrayList<>();

  @Setup
  public void load() throws IOException {
    List<KnownRun> runs = KnownRun.of(kilobytes, Samples.COUNT);
    Map<UUID, Versions> byRun = new HashMap<>();
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      Versions one = Versions.of(runs.get(i), runs.get((i + 1) % runs.size()));
      versions.add(one);
      byRun.put(runs.get(i).id(), one);
      records.add(one.create());
      records.add(operation("patch", one.patch()));
    }
    List<RunEvent> events = events(records);
    for (int from = 0; from < events.size(); from += 2 * RUNS_A_TRACE) {
      traces.add(List.copyOf(events.subList(from, from + 2 * RUNS_A_TRACE)));
    }
    for (List<RunEvent> trace : traces) {
      requireFolded(TraceFolding.fold(trace), byRun);
    }
  }

  private static byte[] operation(String name, byte[] run) {
    byte[] head = ("{\"operation\":\"" + name + "\",\"run\":").getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(head, head.length + run.length + 1);
    System.arraycopy(run, 0, whole, head.length, run.length);
    whole[whole.length - 1] = '}';
    return whole;
  }

  private static List<RunEvent> events(List<byte[]> records) {
    RunDecoder decoder = new RunDecoder(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
    Events events = new Events(new ArrayList<>());
    for (int i = 0; i < records.size(); i++) {
      decoder.decode(new RawRecord(SOURCE, i, START, null, records.get(i), List.of()), events);
    }
    return events.decoded;
  }

  private static void requireFolded(Trace trace, Map<UUID, Versions> byRun) throws IOException {
    Samples.require(trace.lines().size() == RUNS_A_TRACE, "number of lines");
    for (RunLine line : trace.lines()) {
      Versions versions = byRun.get(line.key().run());
      if (versions == null) {
        throw new IllegalStateException("no such run: " + line.key());
      }
      versions.requireMerged(
          Arrays.copyOfRange(line.bytes(), line.offset(), line.offset() + line.length()));
    }
  }

  @Benchmark
  public void runmark(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    for (List<RunEvent> trace : traces) {
      sink.consume(TraceFolding.fold(trace));
    }
    cpu.since(before);
  }

  @Benchmark
  public void floor(CpuTime cpu, Blackhole sink) throws IOException {
    long before = CpuTime.now();
    for (Versions each : versions) {
      sink.consume(each.mergedByJackson());
    }
    cpu.since(before);
  }

  private record Events(List<RunEvent> decoded) implements RunDecoder.Output {

    @Override
    public void event(RunEvent event, int index) {
      decoded.add(event);
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      throw new IllegalStateException("sample rejected: " + rejected.message());
    }

    @Override
    public void tombstone(RawRecord record) {
      throw new IllegalStateException("sample without a value: " + record.coordinates());
    }
  }
}
