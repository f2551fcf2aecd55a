package dev.runmark.bench.decode;

import com.fasterxml.jackson.core.json.PackageVersion;
import dev.runmark.bench.measure.Machine;
import dev.runmark.decode.record.RawRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Version;

/**
 * Measures {@link DecodeBenchmark} by JMH: rounds, in each of which every parser has a JVM of its
 * own for each size, so that what else the machine does comes over all of them.
 */
public final class DecodeBench {

  private static final long HEAP_MEGABYTES = 1024;
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String CPU_NANOS = "cpuNanos";

  private final DecodePlan plan;
  private final Consumer<String> progress;

  /**
   * @param progress is told what happens, line by line
   */
  public DecodeBench(DecodePlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  public DecodeReport measure() throws RunnerException {
    double loadBefore = Machine.load();
    List<Pass> passes = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      for (int kilobytes : plan.kilobytes()) {
        passes.addAll(round(round, kilobytes));
      }
    }
    return new DecodeReport(
        "decode",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Machine.describe(HEAP_MEGABYTES, loadBefore),
        Version.getPlainVersion(),
        PackageVersion.VERSION.toString(),
        plan,
        plan.kilobytes().stream().map(size -> result(size, passes)).toList());
  }

  private static DecodeResult result(int kilobytes, List<Pass> passes) {
    List<RawRecord> records = SampleRecords.of(kilobytes);
    return DecodeResult.of(
        kilobytes,
        records.size(),
        SampleRecords.bytes(records),
        passes.stream().filter(pass -> pass.kilobytes() == kilobytes).toList());
  }

  private List<Pass> round(int round, int kilobytes) throws RunnerException {
    long bytes = SampleRecords.bytes(SampleRecords.of(kilobytes));
    List<Pass> passes = new ArrayList<>();
    for (RunResult result : new Runner(options(kilobytes)).run()) {
      String name = result.getParams().getBenchmark();
      double megabytes = result.getPrimaryResult().getScore() * bytes / 1e6;
      Pass pass =
          new Pass(
              name.substring(name.lastIndexOf('.') + 1),
              kilobytes,
              round,
              megabytes,
              megabytes / (secondary(result, CPU_NANOS) / 1e9),
              secondary(result, ALLOCATED) / SampleRecords.COUNT);
      progress.accept(describe(pass));
      passes.add(pass);
    }
    return passes;
  }

  private Options options(int kilobytes) {
    return new OptionsBuilder()
        .include("^" + Pattern.quote(DecodeBenchmark.class.getName()) + "\\.")
        .param("kilobytes", Integer.toString(kilobytes))
        .forks(1)
        .warmupIterations(plan.warmUpSeconds())
        .warmupTime(TimeValue.seconds(1))
        .measurementIterations(plan.seconds())
        .measurementTime(TimeValue.seconds(1))
        .addProfiler(GCProfiler.class)
        .jvmArgs("-Xms" + HEAP_MEGABYTES + "m", "-Xmx" + HEAP_MEGABYTES + "m")
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static double secondary(RunResult result, String name) {
    Result<?> found = result.getSecondaryResults().get(name);
    if (found == null) {
      throw new IllegalStateException(
          "JMH's results of " + result.getParams().getBenchmark() + ": no " + name);
    }
    return found.getScore();
  }

  private static String describe(Pass pass) {
    return String.format(
        Locale.ROOT,
        "round %d, %d KB: %-18s %6.0f MB/s  %6.0f MB/CPU-s  %6.0f bytes an event  load %.1f",
        pass.round(),
        pass.kilobytes(),
        pass.parser(),
        pass.megabytesPerSecond(),
        pass.megabytesPerCpuSecond(),
        pass.allocatedBytesPerEvent(),
        Machine.load());
  }
}
