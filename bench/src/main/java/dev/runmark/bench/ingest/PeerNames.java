package dev.runmark.bench.ingest;

import java.util.List;

/**
 * The pipelines that are not ours.
 *
 * @param all of them, in the order of the plan
 * @param fileSinks those that are the same but for the plugin: only the fastest of them counts
 */
record PeerNames(List<String> all, List<String> fileSinks) {

  PeerNames {
    all = List.copyOf(all);
    fileSinks = List.copyOf(fileSinks);
  }

  /** Those of which the fastest is what the ratios of all are to: FileSink where it is measured. */
  List<String> baselines() {
    return fileSinks.isEmpty() ? all : fileSinks;
  }

  /** Whether ratios of ours are to this one. */
  boolean counts(String name, String baseline) {
    return all.contains(name) && (name.equals(baseline) || !fileSinks.contains(name));
  }
}
