package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.S3Plugin;
import java.io.IOException;
import java.sql.SQLException;
import java.util.OptionalLong;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A way for the records of a topic to where readers see them. Each pass is one instance: {@link
 * #prepare}, {@link #define}, then {@link #complete} until it is, {@link #verify}, {@link #clear}.
 * Only what lies between submitting the job and the first {@code true} of {@code complete} is
 * measured.
 */
interface Pipeline {

  /** Makes empty what the pass writes to. */
  void prepare() throws IOException, SQLException;

  void define(StreamExecutionEnvironment env);

  /** Through which Flink's own writing to S3 goes, checkpoints included. */
  default S3Plugin plugin() {
    return S3Plugin.NATIVE;
  }

  /** Whether records wait in it until more have come, or until time has passed. */
  default boolean holdsBack() {
    return false;
  }

  /** Whether all records are visible; cheap, for it is asked again and again. */
  boolean complete() throws SQLException;

  /** How many are visible; empty where to ask that often would cost the pipeline something. */
  default OptionalLong visible() throws SQLException {
    return OptionalLong.empty();
  }

  /**
   * Counts every record that a reader can see.
   *
   * @return bytes of the objects that hold them
   * @throws IllegalStateException when they are not as many as were sent
   */
  long verify() throws IOException, SQLException;

  /** Deletes all that the pass wrote. */
  void clear() throws SQLException;
}
