package dev.runmark.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a result was measured: the class of machine, never its name.
 *
 * @param memoryGigabytes of the machine, in 10⁹ bytes
 * @param heapMegabytes that the measured JVM may use
 * @param loadBefore of the machine when the benchmark began, averaged over a minute: on an idle
 *     machine near 0
 */
public record Machine(
    int cores,
    String processor,
    double memoryGigabytes,
    String system,
    String java,
    long heapMegabytes,
    double loadBefore) {

  public static Machine describe(long heapMegabytes, double loadBefore) {
    OperatingSystemMXBean system = bean();
    return new Machine(
        system.getAvailableProcessors(),
        readProcessor(),
        Math.round(system.getTotalMemorySize() / 1e8) / 10.0,
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        heapMegabytes,
        loadBefore);
  }

  /** As people read it, on one line. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %.1f GB, %s, %s; load before: %.1f",
        cores,
        processor,
        memoryGigabytes,
        system,
        java,
        loadBefore);
  }

  /** Of this machine now, averaged over the last minute. */
  public static double load() {
    return bean().getSystemLoadAverage();
  }

  private static OperatingSystemMXBean bean() {
    return (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  }

  /** As Linux names it. */
  private static String readProcessor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException notLinux) {
      return "unknown";
    }
  }
}
