package dev.runmark.bench.memory;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The JVM of a TaskManager, seen from outside by its management beans and, on Linux, by /proc. */
final class WorkerJvm implements AutoCloseable {

  private static final String ADDRESS = "sun.management.JMXConnectorServer.address=";

  private final long pid;
  private final JMXConnector connector;
  private final MemoryMXBean memory;
  private final ThreadMXBean threads;
  private final List<MemoryPoolMXBean> pools;
  private final Map<Long, Long> allocatedByThread = new HashMap<>();
  private long allocatedByAll;

  private WorkerJvm(long pid, JMXConnector connector) throws IOException {
    this.pid = pid;
    this.connector = connector;
    MBeanServerConnection beans = connector.getMBeanServerConnection();
    memory = ManagementFactory.getPlatformMXBean(beans, MemoryMXBean.class);
    threads = ManagementFactory.getPlatformMXBean(beans, ThreadMXBean.class);
    pools = ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class);
  }

  // The address is the one that the JVM itself has just told.
  @SuppressWarnings("BanJNDI")
  static WorkerJvm attach(long pid) throws IOException, InterruptedException {
    jcmd(pid, "ManagementAgent.start_local");
    String address =
        jcmd(pid, "PerfCounter.print")
            .lines()
            .filter(line -> line.startsWith(ADDRESS))
            .map(line -> line.substring(ADDRESS.length()).replace("\"", ""))
            .findFirst()
            .orElseThrow(() -> new IOException("process " + pid + ": it tells no " + ADDRESS));
    return new WorkerJvm(pid, JMXConnectorFactory.connect(new JMXServiceURL(address)));
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + pid + " " + command + ": " + output);
    }
    return output;
  }

  /** Bytes on the heap after a full collection. */
  long live() {
    memory.gc();
    long bytes = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage left = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      bytes += left == null ? 0 : left.getUsed();
    }
    return bytes;
  }

  /** Bytes of heap that it may take. */
  long mostHeap() {
    return memory.getHeapMemoryUsage().getMax();
  }

  /**
   * Bytes that its threads have allocated since the first call, as far as they lived at a call:
   * call it often.
   */
  long allocated() {
    long[] ids = threads.getAllThreadIds();
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    for (int i = 0; i < ids.length; i++) {
      Long before = allocatedByThread.put(ids[i], bytes[i]);
      if (bytes[i] > 0) {
        allocatedByAll += bytes[i] - (before == null ? 0 : before);
      }
    }
    return allocatedByAll;
  }

  /** Bytes of the machine's memory that it holds; 0 where there is no /proc. */
  long resident() throws IOException {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
