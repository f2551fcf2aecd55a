package dev.runmark.bench.commit;

import java.sql.SQLException;

/** One way to put a batch of rows into a table of its own. */
interface Way extends AutoCloseable {

  String name();

  /** The table that {@link #store} adds to, with its schema. */
  String table();

  /** Makes of the batch what the way begins with; not measured. */
  void prepare(Batch batch) throws Exception;

  /** Stores what was prepared last; durable and visible when it returns. */
  void store() throws Exception;

  /** How many rows a batch of so many is to add to the table. */
  default int adds(int rows) {
    return rows;
  }

  @Override
  void close() throws SQLException;
}
