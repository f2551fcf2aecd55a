package dev.runmark.bench.ingest;

import dev.runmark.storage.part.Compression;
import java.util.Locale;

/** What is varied in Runmark's own passes. */
record RunmarkPlan(Compression compression, Window window) {

  /** For names of schemas and prefixes. */
  String word() {
    return (compression.name() + "-" + window.name()).toLowerCase(Locale.ROOT);
  }
}
