package dev.runmark.bench.ingest;

/**
 * A topic that is complete and will not change.
 *
 * @param bytes of its records' values
 */
record LoadedTopic(String name, long records, long bytes) {}
