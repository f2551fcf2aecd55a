package dev.runmark.bench.post;

import dev.runmark.bench.flink.BenchCluster;
import dev.runmark.bench.flink.S3Plugin;
import dev.runmark.bench.servers.IndexSchema;
import dev.runmark.bench.servers.OptionsFile;
import dev.runmark.bench.servers.OptionsFile.Place;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Topics;
import dev.runmark.job.RunmarkJob;
import dev.runmark.job.options.RunmarkOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.JobID;

/** The job as it is shipped, with a topic, an index and an HTTP API of its own, while it runs. */
final class LiveJob implements AutoCloseable {

  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long POLL_MILLIS = 20;

  private final BenchCluster cluster;
  private final JobID job;
  private final IndexSchema index;
  private final URI api;

  private LiveJob(BenchCluster cluster, JobID job, IndexSchema index, URI api) {
    this.cluster = cluster;
    this.job = job;
    this.index = index;
    this.api = api;
  }

  /**
   * Starts all of it.
   *
   * @param files for files of options
   */
  static LiveJob start(Servers servers, BenchCluster cluster, Gathering gathering, Path files)
      throws IOException, SQLException, InterruptedException {
    String word = gathering.name().toLowerCase(Locale.ROOT);
    Place place = new Place("runs-" + word, "runs-" + word, "runs_" + word);
    new Topics(servers.bootstrapServers()).create(place.topic(), PARTITIONS, Map.of());
    IndexSchema index = IndexSchema.create(place.schema(), servers.postgres());
    Path options =
        new OptionsFile(files, servers.bootstrapServers(), servers.s3(), index.owner())
            .write("job-" + word, place, gathering.options());
    JobID job =
        cluster.submit(
            cluster.graph(
                S3Plugin.NATIVE,
                env -> RunmarkJob.define(env, RunmarkOptions.read(options, Map.of()))));
    List<String> more = new ArrayList<>(gathering.options());
    more.addAll(List.of("api:", "  listen: 127.0.0.1:0"));
    Path apiOptions =
        new OptionsFile(files, servers.bootstrapServers(), servers.s3(), index.reader())
            .write("api-" + word, place, more);
    return new LiveJob(cluster, job, index, servers.serve("api-" + word, apiOptions));
  }

  URI api() {
    return api;
  }

  /** Waits until readers see so many runs, each of them as one line. */
  void awaitVisible(long runs) throws IOException, SQLException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long seen = seen();
    while (seen < runs) {
      if (System.nanoTime() > end) {
        throw new IOException(seen + " of " + runs + " runs are visible after " + PATIENCE);
      }
      cluster.requireRunning(job);
      Thread.sleep(POLL_MILLIS);
      seen = seen();
    }
    if (seen > runs) {
      throw new IOException(seen + " runs are visible, sent " + runs);
    }
  }

  private long seen() throws SQLException {
    return index.owner().number("SELECT count(*) FROM " + index.name() + ".runs WHERE lines = 1");
  }

  @Override
  public void close() throws IOException {
    try {
      cluster.cancel(job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
