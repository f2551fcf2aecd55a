package dev.runmark.bench.micro;

import dev.runmark.sink.PartAppending;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Lines into a part whose store keeps nothing, to the seal, beside a copy of their bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class AppendBenchmark {

  @Param("10")
  public int kilobytes;

  private final NullStore store = new NullStore();
  private List<RunLine> lines = List.of();
  private byte[] copy = new byte[0];

  @Setup
  public void load() throws IOException {
    lines = Samples.lines(kilobytes);
    long bytes = Samples.bytes(lines) + lines.size();
    copy = new byte[Math.toIntExact(bytes)];
    Samples.require(PartAppending.append(store, lines) == bytes, "length of the part");
    Samples.require(store.taken() > bytes, "what the store was given");
  }

  /** Two checksums, the row, the frame, the rows object. */
  @Benchmark
  public void runmark(CpuTime cpu, Blackhole sink) throws IOException {
    long before = CpuTime.now();
    sink.consume(PartAppending.append(store, lines));
    cpu.since(before);
  }

  @Benchmark
  public void floor(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    int at = 0;
    for (RunLine line : lines) {
      System.arraycopy(line.bytes(), line.offset(), copy, at, line.length());
      at += line.length();
      copy[at++] = '\n';
    }
    sink.consume(copy);
    cpu.since(before);
  }
}
