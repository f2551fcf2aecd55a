package dev.runmark.bench.ingest.lakehouse;

import dev.runmark.bench.ingest.rows.RunRow;
import dev.runmark.bench.ingest.rows.RunRowReader;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.jspecify.annotations.Nullable;

/** From a run's JSON to a row of the table, in the order of its columns. */
final class TableRows implements MapFunction<byte[], RowData> {
  private static final long serialVersionUID = 1L;

  @Override
  public RowData map(byte[] run) throws IOException {
    RunRow row = RunRowReader.read(run);
    return GenericRowData.of(
        id(row.run()),
        id(row.trace()),
        id(row.parent()),
        StringData.fromString(row.project()),
        time(row.startTime()),
        time(row.endTime()),
        StringData.fromString(row.status()),
        StringData.fromString(row.runType()),
        StringData.fromString(row.name()),
        run);
  }

  private static @Nullable StringData id(@Nullable UUID id) {
    return id == null ? null : StringData.fromString(id.toString());
  }

  private static @Nullable TimestampData time(@Nullable OffsetDateTime time) {
    return time == null ? null : TimestampData.fromInstant(time.toInstant());
  }
}
