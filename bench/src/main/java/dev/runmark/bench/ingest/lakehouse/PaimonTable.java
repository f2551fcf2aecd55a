package dev.runmark.bench.ingest.lakehouse;

import dev.runmark.bench.servers.S3Access;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.paimon.Snapshot;
import org.apache.paimon.flink.FlinkFileIO;
import org.apache.paimon.flink.LogicalTypeConversion;
import org.apache.paimon.flink.sink.FlinkSinkBuilder;
import org.apache.paimon.fs.FileIO;
import org.apache.paimon.fs.Path;
import org.apache.paimon.io.DataFileMeta;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaManager;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.FileStoreTableFactory;
import org.apache.paimon.table.source.DataSplit;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.table.source.Split;
import org.apache.paimon.types.DataTypes;

/**
 * A table of Apache Paimon on S3 whose primary key is the run: the columns that runs are listed by,
 * and the whole JSON. All options but the number of buckets are as shipped: no changelog, Parquet
 * with zstd, compaction by the writers.
 */
public final class PaimonTable {

  private final FileStoreTable table;

  private PaimonTable(FileStoreTable table) {
    this.table = table;
  }

  /**
   * Makes it, empty. Flink's file systems must reach {@code s3://} from now on.
   *
   * @param prefix of all its objects
   * @param buckets parts of the table, each with one writer
   */
  public static PaimonTable create(String prefix, int buckets) throws IOException {
    Path path = new Path("s3://" + S3Access.BUCKET + "/" + prefix);
    FileIO files = new FlinkFileIO(path);
    try {
      new SchemaManager(files, path).createTable(schema(buckets));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("creating a table in " + path + ": " + e.getMessage(), e);
    }
    return new PaimonTable(FileStoreTableFactory.create(files, path));
  }

  private static Schema schema(int buckets) {
    return Schema.newBuilder()
        .column("run", DataTypes.STRING().notNull())
        .column("trace", DataTypes.STRING().notNull())
        .column("parent", DataTypes.STRING())
        .column("project", DataTypes.STRING())
        .column("start_time", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
        .column("end_time", DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(6))
        .column("status", DataTypes.STRING().notNull())
        .column("run_type", DataTypes.STRING())
        .column("name", DataTypes.STRING())
        .column("payload", DataTypes.BYTES().notNull())
        .primaryKey("run")
        .option("bucket", Integer.toString(buckets))
        .build();
  }

  /** Lets each run of the stream be upserted. */
  public void write(DataStream<byte[]> runs) {
    DataStream<RowData> rows =
        runs.map(new TableRows())
            .returns(InternalTypeInfo.of(LogicalTypeConversion.toLogicalType(table.rowType())))
            .name("parse")
            .uid("parse");
    new FlinkSinkBuilder(table).forRowData(rows).build();
  }

  /** How many rows the newest snapshot has, as it says itself. */
  public long rowsOfSnapshot() {
    return Optional.ofNullable(table.snapshotManager().latestSnapshot())
        .map(Snapshot::totalRecordCount)
        .orElse(0L);
  }

  /** Reads the keys of the newest snapshot by the table's own reader, merged. */
  public long count() throws IOException {
    ReadBuilder reading = table.newReadBuilder().withProjection(new int[] {0});
    LongAdder rows = new LongAdder();
    // It closes itself at the end.
    reading
        .newRead()
        .createReader(reading.newScan().plan())
        .forEachRemaining(key -> rows.increment());
    return rows.sum();
  }

  /** Of the files that the newest snapshot names. */
  public long bytes() {
    List<Split> splits = table.newReadBuilder().newScan().plan().splits();
    return splits.stream()
        .flatMap(split -> ((DataSplit) split).dataFiles().stream())
        .mapToLong(DataFileMeta::fileSize)
        .sum();
  }
}
