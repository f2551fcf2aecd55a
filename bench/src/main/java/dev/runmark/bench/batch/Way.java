package dev.runmark.bench.batch;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** One way to keep a batch of runs and to give a single one of them back. */
interface Way extends AutoCloseable {

  String name();

  /** Stores the runs of a batch; they are durable and can be found when it returns. */
  void store(List<FieldedRun> runs) throws Exception;

  /** The run's document, or its three fields. */
  List<byte[]> read(UUID run) throws Exception;

  @Override
  void close() throws SQLException;
}
