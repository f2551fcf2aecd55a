package dev.runmark.bench.micro;

import dev.runmark.storage.index.CopyEncoding;
import dev.runmark.storage.part.OffsetRow;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Rows as PostgreSQL's binary COPY wants them, beside their fields into a buffer. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
public class CopyBenchmark {

  private static final int HEADER = 19;

  private List<OffsetRow> rows = List.of();
  private FixedRows fixed = new FixedRows(List.of());
  private final Connection nowhere = new NullCopy(Samples.COUNT, null).connection();

  @Setup
  public void load() throws SQLException {
    rows = Samples.offsetRows(Samples.lines(1));
    fixed = new FixedRows(rows);
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    CopyEncoding.encode(new NullCopy(rows.size(), kept).connection(), rows, Samples.PART);
    requireRows(ByteBuffer.wrap(kept.toByteArray()));
  }

  /** Every row is read back as far as its id, which is its second field. */
  private void requireRows(ByteBuffer copied) {
    copied.position(HEADER);
    for (OffsetRow row : rows) {
      Samples.require(copied.getShort() == CopyEncoding.FIELDS, "row's number of fields");
      for (int field = 0; field < CopyEncoding.FIELDS; field++) {
        int length = copied.getInt();
        int next = copied.position() + Math.max(0, length);
        if (field == 1) {
          UUID run = new UUID(copied.getLong(), copied.getLong());
          Samples.require(run.equals(row.key().run()), "row's run");
        }
        copied.position(next);
      }
    }
    Samples.require(copied.getShort() == -1 && !copied.hasRemaining(), "end of the rows");
  }

  @Benchmark
  public void runmark(CpuTime cpu) throws SQLException {
    long before = CpuTime.now();
    CopyEncoding.encode(nowhere, rows, Samples.PART);
    cpu.since(before);
  }

  @Benchmark
  public void floor(CpuTime cpu, Blackhole sink) {
    long before = CpuTime.now();
    sink.consume(fixed.encode());
    cpu.since(before);
  }
}
