package dev.runmark.bench.micro;

import dev.runmark.bench.measure.Machine;
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
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Version;

/**
 * Measures each {@link Subject} by JMH: rounds, in each of which every method has a JVM of its own,
 * so that what else the machine does comes over all of them.
 */
public final class MicroBench {

  static final String OWN = "runmark";
  static final String FLOOR = "floor";

  private static final long HEAP_MEGABYTES = 1024;
  private static final String ALLOCATED = "gc.alloc.rate.norm";
  private static final String CPU_NANOS = "cpuNanos";

  private final MicroPlan plan;
  private final Consumer<String> progress;

  /**
   * @param progress is told what happens, line by line
   */
  public MicroBench(MicroPlan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  public MicroReport measure() throws RunnerException {
    double loadBefore = Machine.load();
    List<Pass> passes = new ArrayList<>();
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Subject subject : Subject.values()) {
        for (int kilobytes : sizes(subject)) {
          passes.addAll(round(round, subject, kilobytes));
        }
      }
    }
    return new MicroReport(
        "micro",
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        Machine.describe(HEAP_MEGABYTES, loadBefore),
        Version.getPlainVersion(),
        plan,
        results(passes));
  }

  private List<Integer> sizes(Subject subject) {
    return subject.sized() ? plan.kilobytes() : List.of(0);
  }

  private List<SubjectResult> results(List<Pass> passes) {
    List<SubjectResult> results = new ArrayList<>();
    for (Subject subject : Subject.values()) {
      for (int kilobytes : sizes(subject)) {
        List<Pass> own =
            passes.stream()
                .filter(pass -> pass.subject().equals(subject.name()))
                .filter(pass -> pass.kilobytes() == kilobytes)
                .toList();
        results.add(SubjectResult.of(subject, kilobytes, own));
      }
    }
    return results;
  }

  private List<Pass> round(int round, Subject subject, int kilobytes) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(subject.benchmark().getName()) + "\\.")
            .forks(plan.jvms())
            .warmupIterations(1)
            .warmupTime(TimeValue.milliseconds(Math.max(1, plan.warmUpMillis())))
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(plan.millis()))
            .addProfiler(GCProfiler.class)
            .jvmArgs("-Xms" + HEAP_MEGABYTES + "m", "-Xmx" + HEAP_MEGABYTES + "m")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    if (subject.sized()) {
      options.param("kilobytes", Integer.toString(kilobytes));
    }
    List<Pass> passes = new ArrayList<>();
    for (RunResult result : new Runner(options.build()).run()) {
      passes.add(pass(round, subject, kilobytes, result));
    }
    return passes;
  }

  private Pass pass(int round, Subject subject, int kilobytes, RunResult result) {
    String name = result.getParams().getBenchmark();
    double perSecond = result.getPrimaryResult().getScore() * Samples.COUNT;
    Pass pass =
        new Pass(
            subject.name(),
            kilobytes,
            name.substring(name.lastIndexOf('.') + 1),
            round,
            secondary(result, CPU_NANOS) / perSecond,
            secondary(result, ALLOCATED) / Samples.COUNT);
    progress.accept(describe(subject, pass));
    return pass;
  }

  private static double secondary(RunResult result, String name) {
    Result<?> found = result.getSecondaryResults().get(name);
    if (found == null) {
      throw new IllegalStateException(
          "JMH's results of " + result.getParams().getBenchmark() + ": no " + name);
    }
    return found.getScore();
  }

  private static String describe(Subject subject, Pass pass) {
    return String.format(
        Locale.ROOT,
        "round %d, %d KB: %-27s %-8s %9.0f ns  %8.0f bytes  load %.1f",
        pass.round(),
        pass.kilobytes(),
        subject.operation(),
        pass.method(),
        pass.cpuNanos(),
        pass.allocatedBytes(),
        Machine.load());
  }
}
