package dev.runmark.bench.micro;

import dev.runmark.storage.part.RunLine;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Checksums of lines, beside one of all their bytes in one array. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class ChecksumBenchmark {

  @Param("10")
  public int kilobytes;

  private final CRC32C checksum = new CRC32C();
  private List<RunLine> lines = List.of();
  private byte[] all = new byte[0];

  @Setup
  public void load() {
    lines = Samples.lines(kilobytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RunLine line : lines) {
      out.write(line.bytes(), line.offset(), line.length());
    }
    all = out.toByteArray();
    RunLine first = lines.get(0);
    checksum.reset();
    checksum.update(all, 0, first.length());
    Samples.require(checksum.getValue() == of(first), "checksum");
  }

  /** As the open part does it. */
  @Benchmark
  public void runmark(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    for (RunLine line : lines) {
      sink.consume(of(line));
    }
    cpu.since(before);
  }

  @Benchmark
  public void floor(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    checksum.reset();
    checksum.update(all, 0, all.length);
    sink.consume(checksum.getValue());
    cpu.since(before);
  }

  private long of(RunLine line) {
    checksum.reset();
    checksum.update(line.bytes(), line.offset(), line.length());
    return checksum.getValue();
  }
}
