package dev.runmark.bench.ingest;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where a result was measured: the class of machine, never its name.
 *
 * @param memoryGigabytes of the machine, in 10⁹ bytes
 * @param heapMegabytes that Flink's JVM may use
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
    String flink,
    String kafka,
    String postgres,
    String postgresSettings,
    double loadBefore) {

  static Machine describe(PostgresAccess postgres, double loadBefore) throws SQLException {
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
        Runtime.getRuntime().maxMemory() / 1_000_000,
        EnvironmentInformation.getVersion(),
        AppInfoParser.getVersion(),
        postgres.text("SHOW server_version"),
        postgres.text(
            "SELECT string_agg(name || ' ' || setting, ', ' ORDER BY name) FROM pg_settings WHERE"
                + " name IN ('fsync', 'synchronous_commit', 'full_page_writes')"),
        loadBefore);
  }

  static double load() {
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
