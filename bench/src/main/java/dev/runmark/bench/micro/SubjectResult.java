package dev.runmark.bench.micro;

import dev.runmark.bench.measure.Spread;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What was found out of one subject at one size.
 *
 * @param kilobytes of a run, or 0 where it does not matter
 * @param ratio of our time to the floor's, round by round
 */
public record SubjectResult(
    String subject,
    String operation,
    String floor,
    int kilobytes,
    Spread cpuNanos,
    Spread allocatedBytes,
    Spread floorCpuNanos,
    Spread floorAllocatedBytes,
    Spread ratio,
    List<Pass> passes) {

  static SubjectResult of(Subject subject, int kilobytes, List<Pass> passes) {
    List<Pass> own = named(passes, MicroBench.OWN);
    List<Pass> floor = named(passes, MicroBench.FLOOR);
    Map<Integer, Double> floors =
        floor.stream().collect(Collectors.toMap(Pass::round, Pass::cpuNanos));
    return new SubjectResult(
        subject.name(),
        subject.operation(),
        subject.floor(),
        kilobytes,
        spread(own, Pass::cpuNanos),
        spread(own, Pass::allocatedBytes),
        spread(floor, Pass::cpuNanos),
        spread(floor, Pass::allocatedBytes),
        spread(own, pass -> pass.cpuNanos() / floors.getOrDefault(pass.round(), Double.NaN)),
        passes);
  }

  private static List<Pass> named(List<Pass> passes, String method) {
    return passes.stream().filter(pass -> pass.method().equals(method)).toList();
  }

  private static Spread spread(List<Pass> passes, ToDoubleFunction<Pass> value) {
    return Spread.of(passes.stream().mapToDouble(value).toArray());
  }
}
