package dev.runmark.bench.micro;

import dev.runmark.bench.load.KnownRun;
import dev.runmark.storage.fold.MergeRule;
import dev.runmark.storage.json.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A create and a patch to one document, beside Jackson's trees. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class FoldBenchmark {

  @Param("10")
  public int kilobytes;

  private final List<Versions> versions = new ArrayList<>();
  private final List<List<Slice>> slices = new ArrayList<>();

  @Setup
  public void load() throws IOException {
    List<KnownRun> runs = KnownRun.of(kilobytes, Samples.COUNT);
    for (int i = 0; i < runs.size(); i++) {
      Versions one = Versions.of(runs.get(i), runs.get((i + 1) % runs.size()));
      one.requireMerged(MergeRule.fold(one.slices()).toByteArray());
      versions.add(one);
      slices.add(one.slices());
    }
  }

  @Benchmark
  public void runmark(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    for (List<Slice> each : slices) {
      sink.consume(MergeRule.fold(each));
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
}
