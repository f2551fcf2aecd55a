package dev.runmark.bench.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What JMH measures: one pass over {@link SampleRecords} an operation. The methods' names are the
 * names of the report.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class DecodeBenchmark {

  /** About how large a record is. */
  @Param("10")
  public int kilobytes;

  /** The thread's own time: what else the machine does meanwhile is not in it. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class CpuTime {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** JMH makes a rate of it: nanoseconds of CPU a second. */
    public long cpuNanos;

    static long now() {
      return THREADS.getCurrentThreadCpuTime();
    }
  }

  private final RunDecoder decoder = new RunDecoder(DecodeLimits.DEFAULT, TenantPolicy.DEFAULT);
  private final JsonFactory lenient = new JsonFactory();
  private final JsonFactory strict =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private List<RawRecord> records = List.of();

  @Setup
  public void load() {
    records = SampleRecords.of(kilobytes);
  }

  /** From record to event: all checks, listing columns, line. */
  @Benchmark
  public void runmark(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    Consumed output = new Consumed(sink);
    for (RawRecord record : records) {
      decoder.decode(record, output);
    }
    cpu.cpuNanos += CpuTime.now() - before;
  }

  /** All tokens, none looked at: no fields found, a key that stands twice accepted. */
  @Benchmark
  public void jackson(CpuTime cpu, Blackhole sink) throws IOException {
    tokens(lenient, cpu, sink);
  }

  /** The same, told to refuse a key that stands twice, as we do. */
  @Benchmark
  public void jacksonUniqueKeys(CpuTime cpu, Blackhole sink) throws IOException {
    tokens(strict, cpu, sink);
  }

  private void tokens(JsonFactory factory, CpuTime cpu, Blackhole sink) throws IOException {
    long before = CpuTime.now();
    for (RawRecord record : records) {
      try (JsonParser parser = factory.createParser(SampleRecords.value(record))) {
        int tokens = 0;
        while (parser.nextToken() != null) {
          tokens++;
        }
        sink.consume(tokens);
      }
    }
    cpu.cpuNanos += CpuTime.now() - before;
  }

  private record Consumed(Blackhole sink) implements RunDecoder.Output {

    @Override
    public void event(RunEvent event, int index) {
      sink.consume(event);
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
