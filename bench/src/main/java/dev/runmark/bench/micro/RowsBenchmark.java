package dev.runmark.bench.micro;

import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Rows of a part into its rows object, beside their fields into a buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class RowsBenchmark {

  private List<RunLine> lines = List.of();
  private FixedRows fixed = new FixedRows(List.of());

  @Setup
  public void load() throws IOException {
    lines = Samples.lines(1);
    List<OffsetRow> rows = new ArrayList<>();
    RowsObject.decode(Samples.rows(lines).bytes()).forEach(rows::add);
    Samples.require(
        rows.stream().map(OffsetRow::key).toList().equals(lines.stream().map(RunLine::key).toList())
            && rows.stream()
                .map(OffsetRow::listing)
                .toList()
                .equals(lines.stream().map(RunLine::listing).toList()),
        "rows object");
    fixed = new FixedRows(rows);
  }

  /** To the sealed object. */
  @Benchmark
  public void runmark(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    sink.consume(Samples.rows(lines));
    cpu.since(before);
  }

  @Benchmark
  public void floor(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    sink.consume(fixed.encode());
    cpu.since(before);
  }
}
