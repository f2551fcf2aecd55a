package dev.runmark.bench.cli;

import dev.runmark.bench.post.Gathering;
import dev.runmark.bench.post.PostBench;
import dev.runmark.bench.post.PostPlan;
import dev.runmark.bench.post.PostReport;
import dev.runmark.bench.post.PostTable;
import dev.runmark.bench.post.Shape;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

  @Option(names = "--json", paramLabel = "FILE", description = "where to write all figures")
  private @Nullable Path json;

  @Mixin private final DataDirectory data = new DataDirectory();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PostPlan plan = plan();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    data.with(
        "post",
        directory -> {
          PostReport report = new PostBench(plan, directory, err::println).measure();
          new PostTable(out).print(report);
          if (json != null) {
            report.writeJson(json);
          }
        });
    return 0;
  }

  private PostPlan plan() {
    if (posts < LEAST_POSTS) {
      throw refused("--posts " + posts + ": a median wants " + LEAST_POSTS + " or more");
    }
    try {
      return new PostPlan(
          shapes.stream().map(Shape::parse).toList(),
          gatherings,
          checkpoint,
          quick ? 1 : 5,
          quick ? LEAST_POSTS : posts);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
