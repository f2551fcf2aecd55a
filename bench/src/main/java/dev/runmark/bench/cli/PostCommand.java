package dev.runmark.bench.cli;

import dev.runmark.bench.post.Gathering;
import dev.runmark.bench.post.PostBench;
import dev.runmark.bench.post.PostPlan;
import dev.runmark.bench.post.PostReport;
import dev.runmark.bench.post.PostTable;
import dev.runmark.bench.post.Shape;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Large requests over HTTP, while the job runs. */
@Command(
    name = "post",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures how long a request with many runs takes until they are taken, and until they can"
            + " be read.")
final class PostCommand implements Callable<Integer> {

  private static final int LEAST_POSTS = 3;

  @Option(
      names = "--quick",
      description = "three posts of each: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--shapes",
      split = ",",
      paramLabel = "RUNSxKB",
      defaultValue = "500x10,50x100",
      description =
          "runs of a request and size of each of their three fields (default: ${DEFAULT-VALUE})")
  private List<String> shapes;

  @Option(
      names = "--window",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "none,trace",
      description =
          "how the job gathers traces: none, or trace with grace 100 ms and gap 1 s"
              + " (default: ${DEFAULT-VALUE})")
  private List<Gathering> gatherings;

  @Option(
      names = "--checkpoint",
      paramLabel = "MS",
      defaultValue = "1000",
      description = "from one checkpoint to the next (default: ${DEFAULT-VALUE})")
  private int checkpoint;

  @Option(
      names = "--posts",
      paramLabel = "N",
      defaultValue = "15",
      description =
          "of each shape that are counted, after five to warm up (default: ${DEFAULT-VALUE})")
  private int posts;

  @Mixin private final Outcome outcome = new Outcome();

  @Mixin private final DataDirectory data = new DataDirectory();

  @Override
  public Integer call() throws Exception {
    PostPlan plan = plan();
    data.with(
        "post",
        directory -> {
          PostReport report = new PostBench(plan, directory, outcome.progress()).measure();
          outcome.tell(report, (out, told) -> new PostTable(out).print(told));
        });
    return 0;
  }

  private PostPlan plan() {
    if (posts < LEAST_POSTS) {
      throw outcome.refused("--posts " + posts + ": a median wants " + LEAST_POSTS + " or more");
    }
    return outcome.plan(
        () ->
            new PostPlan(
                shapes.stream().map(Shape::parse).toList(),
                gatherings,
                checkpoint,
                quick ? 1 : 5,
                quick ? LEAST_POSTS : posts));
  }
}
