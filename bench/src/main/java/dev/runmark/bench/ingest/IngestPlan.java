package dev.runmark.bench.ingest;

import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.storage.part.Compression;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to measure.
 *
 * @param kilobytes about how many a run has (1 KB = 1000 bytes); each size has a topic of its own
 * @param megabytes of each topic: enough to be busy for many checkpoints
 * @param compressions that Runmark is measured with
 * @param windows that it is measured with
 * @param peers what it is measured beside
 * @param plugins that FileSink is measured with; the better one counts
 * @param parallelisms of all pipelines, one after the other
 * @param warmUps rounds that are not counted: the first job in a JVM costs two to three times the
 *     CPU of later ones
 * @param rounds that are counted; in each, every pipeline passes over the topic once
 */
public record IngestPlan(
    List<Integer> kilobytes,
    int megabytes,
    List<Compression> compressions,
    List<Window> windows,
    List<Peer> peers,
    List<S3Plugin> plugins,
    List<Integer> parallelisms,
    int warmUps,
    int rounds) {

  /** Partitions of the topic. */
  static final int MOST_PARALLEL = 4;

  public IngestPlan {
    kilobytes = List.copyOf(kilobytes);
    compressions = List.copyOf(compressions);
    windows = List.copyOf(windows);
    peers = List.copyOf(peers);
    plugins = List.copyOf(plugins);
    parallelisms = List.copyOf(parallelisms);
    if (Stream.of(kilobytes, compressions, windows, peers, plugins, parallelisms)
        .anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "measure nothing: wanted a size, a compression, a window, a peer, a plugin,"
              + " a parallelism");
    }
    for (int size : kilobytes) {
      // The broker's limit is 1 MiB a record.
      if (size < 1 || size > 900) {
        throw new IllegalArgumentException("run of " + size + " KB: wanted 1 to 900");
      }
    }
    for (int parallelism : parallelisms) {
      // What the topic has partitions for.
      if (parallelism < 1 || parallelism > MOST_PARALLEL) {
        throw new IllegalArgumentException(
            "parallelism " + parallelism + ": wanted 1 to " + MOST_PARALLEL);
      }
    }
    if (megabytes < 1 || rounds < 1 || warmUps < 0) {
      throw new IllegalArgumentException(
          megabytes + " MB, " + rounds + " rounds after " + warmUps + ": wanted more");
    }
  }
}
