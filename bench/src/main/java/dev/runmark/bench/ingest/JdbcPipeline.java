package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.bench.ingest.rows.RunTable;
import java.io.IOException;
import java.sql.SQLException;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What one builds by hand: FileSink, and from the same stream a row of each run through Flink's
 * JDBC connector. The two know nothing of each other, so no row can say where its run lies.
 */
final class JdbcPipeline implements Pipeline {

  private final Target target;
  private final LoadedTopic topic;
  private final String name;
  private final FileSinkPipeline files;
  private final RunTable rows;

  JdbcPipeline(Target target, LoadedTopic topic, String pass) {
    this.target = target;
    this.topic = topic;
    this.name = "jdbc-" + pass;
    this.files = new FileSinkPipeline(target, topic, S3Plugin.NATIVE, name);
    this.rows = new RunTable(target.postgres(), name.replace('-', '_'));
  }

  @Override
  public void prepare() throws SQLException {
    files.prepare();
    rows.create();
  }

  @Override
  public void define(StreamExecutionEnvironment env) {
    DataStream<byte[]> values = TopicValues.read(env, target, topic, name);
    files.write(values);
    rows.write(values);
  }

  /**
   * Files are finished when a checkpoint is, and before a barrier passes the connector writes all
   * rows that came before it: where the files are all there, the rows are.
   */
  @Override
  public boolean complete() {
    return files.complete();
  }

  @Override
  public long verify() throws IOException, SQLException {
    long count = rows.count();
    if (count != topic.records()) {
      throw new IllegalStateException(
          "FileSink + JDBC: " + count + " rows in " + rows.name() + ", sent " + topic.records());
    }
    return files.verify();
  }

  @Override
  public void clear() throws SQLException {
    files.clear();
    rows.drop();
  }
}
