package dev.runmark.bench.cli;

import dev.runmark.bench.frames.FramesBench;
import dev.runmark.bench.frames.FramesPlan;
import dev.runmark.bench.frames.FramesReport;
import dev.runmark.storage.part.Compression;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Frames of several sizes. */
@Command(
    name = "frames",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Measures what frames of several sizes store, what a read of one run gets, and what both cost.")
final class FramesCommand implements Callable<Integer> {

  @Option(
      names = "--quick",
      description = "2 MB a pass, one round: whether it works, not how fast it is")
  private boolean quick;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "KB",
      defaultValue = "1,10,100",
      description = "sizes of runs (default: ${DEFAULT-VALUE})")
  private List<Integer> sizes;

  @Option(
      names = "--compression",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "none,zstd,gzip",
      description = "none, zstd, gzip (default: ${DEFAULT-VALUE})")
  private List<Compression> compressions;

  @Option(
      names = "--frames",
      split = ",",
      paramLabel = "KIB",
      defaultValue = "0,16,64,256",
      description = "sizes of frames; 0: each line is one (default: ${DEFAULT-VALUE})")
  private List<Integer> frames;

  @Option(
      names = "--megabytes",
      paramLabel = "MB",
      defaultValue = "32",
      description = "of runs in each pass (default: ${DEFAULT-VALUE})")
  private int megabytes;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "that count (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Mixin private final Outcome outcome = new Outcome();

  @Override
  public Integer call() throws Exception {
    FramesReport report = new FramesBench(plan(), outcome.progress()).measure();
    outcome.tell(report, (out, told) -> told.print(out));
    return 0;
  }

  private FramesPlan plan() {
    return outcome.plan(
        () ->
            quick
                ? new FramesPlan(sizes, compressions, frames, 2, 1)
                : new FramesPlan(sizes, compressions, frames, megabytes, rounds));
  }
}
