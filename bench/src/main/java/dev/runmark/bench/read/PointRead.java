package dev.runmark.bench.read;

import java.util.UUID;

/** A way to the document of a run. Thread-safe. */
interface PointRead extends AutoCloseable {

  /** The run's bytes, all of them. */
  byte[] read(UUID run) throws Exception;

  @Override
  void close();
}
