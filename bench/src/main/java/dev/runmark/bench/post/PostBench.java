package dev.runmark.bench.post;

import dev.runmark.bench.flink.BenchCluster;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.servers.OptionsFile;
import dev.runmark.bench.servers.ServerKind;
import dev.runmark.bench.servers.Servers;
import dev.runmark.bench.servers.Software;
import dev.runmark.bench.servers.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures how long a request with many runs takes until its runs are taken, and until they can be
 * read, while the real job runs.
 *
 * <p>The servers and the HTTP API have processes of their own; Flink and the client are in this
 * one. One request at a time, each begun at a random moment between two checkpoints.
 */
public final class PostBench {

  private final PostPlan plan;
  private final Path directory;
  private final Consumer<String> progress;
  private final Random random = new Random(1);

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public PostBench(PostPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public PostReport measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting Kafka, S3, PostgreSQL and Flink …");
    try (Servers servers =
            Servers.start(directory, ServerKind.KAFKA, ServerKind.S3, ServerKind.POSTGRES);
        BenchCluster cluster =
            BenchCluster.start(
                directory, servers.s3(), Duration.ofMillis(plan.checkpointMillis()))) {
      Topics topics = new Topics(servers.bootstrapServers());
      topics.create(OptionsFile.REJECTED, 1, Map.of());
      topics.create(PlainProducer.TOPIC, 4, Map.of());
      Path files = Files.createDirectories(directory.resolve("options"));
      List<ShapeResult> results = new ArrayList<>();
      try (PlainProducer floor = new PlainProducer(servers.bootstrapServers())) {
        for (Gathering gathering : plan.gatherings()) {
          try (LiveJob job = LiveJob.start(servers, cluster, gathering, files)) {
            results.addAll(measure(gathering, job, floor));
          }
        }
      }
      return new PostReport(
          "post",
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe(Runtime.getRuntime().maxMemory() / 1_000_000, loadBefore),
          Software.describe(servers.postgres()),
          plan,
          results);
    }
  }

  private List<ShapeResult> measure(Gathering gathering, LiveJob job, PlainProducer floor)
      throws IOException, SQLException, InterruptedException {
    ApiClient client = new ApiClient(job.api());
    List<ShapeResult> results = new ArrayList<>();
    long sent = 0;
    for (Shape shape : plan.shapes()) {
      Bodies bodies = new Bodies(shape);
      List<Post> counted = new ArrayList<>();
      long bytes = 0;
      for (int i = 1 - plan.warmUps(); i <= plan.posts(); i++) {
        Body body = bodies.next();
        Body awaited = bodies.next();
        sent += body.runs().size() + awaited.runs().size();
        Post post = post(client, job, floor, new Pair(body, awaited, sent));
        progress.accept(describe(gathering, shape, i, post));
        if (i > 0) {
          counted.add(post);
          bytes += body.bytes().length;
        }
      }
      results.add(ShapeResult.of(gathering, shape, bytes / counted.size(), counted));
    }
    return results;
  }

  /**
   * Two bodies for one measurement.
   *
   * @param visible runs that there must be afterwards, in all
   */
  private record Pair(Body created, Body awaited, long visible) {}

  private Post post(ApiClient client, LiveJob job, PlainProducer floor, Pair bodies)
      throws IOException, SQLException, InterruptedException {
    pause();
    double created = client.post(bodies.created, "");
    job.awaitVisible(bodies.visible - bodies.awaited.runs().size());
    pause();
    double visible = client.post(bodies.awaited, "?wait=visible&timeout=120");
    job.awaitVisible(bodies.visible);
    for (Body body : List.of(bodies.created, bodies.awaited)) {
      client.verify(body.runs().get(0));
      client.verify(body.runs().get(body.runs().size() - 1));
    }
    long begun = System.nanoTime();
    floor.send(bodies.created);
    return new Post(created, visible, (System.nanoTime() - begun) / 1e9);
  }

  /** To some moment between two checkpoints. */
  private void pause() throws InterruptedException {
    Thread.sleep(random.nextInt(plan.checkpointMillis()));
  }

  private static String describe(Gathering gathering, Shape shape, int number, Post post) {
    return String.format(
        Locale.ROOT,
        "window %s, %s, %s: 201 after %.2f s, visible after %.2f s, plain producer %.2f s, load %.1f",
        gathering.name().toLowerCase(Locale.ROOT),
        shape,
        number < 1 ? "warm-up" : "post " + number,
        post.created(),
        post.visible(),
        post.floor(),
        Machine.load());
  }
}
