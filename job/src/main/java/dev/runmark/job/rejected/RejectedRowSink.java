package dev.runmark.job.rejected;

import dev.runmark.decode.record.RejectedRecord;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;

/**
 * Writes a row for each rejected record through Flink's JDBC connector, at least once: all rows are
 * in the table before a barrier passes, and a repeated one changes nothing.
 *
 * <p>The connector's sink is made where it runs. Wrapped so, it keeps no state and no committer of
 * its own in the job, of which at least once has no use, and holds rows instead of payloads.
 */
public final class RejectedRowSink implements Sink<RejectedRecord> {
  private static final long serialVersionUID = 1L;

  private static final int ROWS_IN_A_BATCH = 1_000;

  private final IndexAddress index;

  public RejectedRowSink(IndexAddress index) {
    this.index = index;
  }

  @Override
  public SinkWriter<RejectedRecord> createWriter(WriterInitContext context) throws IOException {
    return new Writer(rows(index).createWriter(context));
  }

  /** No flush by time: a thread of the connector's own would outlive nothing, and help nobody. */
  private static JdbcSink<RejectedRow> rows(IndexAddress index) {
    return JdbcSink.<RejectedRow>builder()
        .withExecutionOptions(
            JdbcExecutionOptions.builder()
                .withBatchSize(ROWS_IN_A_BATCH)
                .withBatchIntervalMs(0)
                .withMaxRetries(1)
                .build())
        .withQueryStatement(RejectedInsert.SQL, RejectedInsert::set)
        .buildAtLeastOnce(new RejectedRowConnection(index));
  }

  private record Writer(SinkWriter<RejectedRow> rows) implements SinkWriter<RejectedRecord> {

    @Override
    public void write(RejectedRecord rejected, Context context)
        throws IOException, InterruptedException {
      rows.write(RejectedRow.of(rejected), context);
    }

    @Override
    public void flush(boolean endOfInput) throws IOException, InterruptedException {
      rows.flush(endOfInput);
    }

    @Override
    public void close() throws IOException {
      try {
        rows.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("close the writer of rejected rows: interrupted");
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("close the writer of rejected rows: " + e.getMessage(), e);
      }
    }
  }
}
