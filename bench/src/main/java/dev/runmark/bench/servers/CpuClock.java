package dev.runmark.bench.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * CPU time that processes have used. PostgreSQL is many short-lived ones: theirs is read from
 * Linux's /proc, the ended ones' from the postmaster that waited for them; elsewhere it is left
 * out.
 */
public final class CpuClock {

  private static final Path PROC = Path.of("/proc");
  private static final double TICKS_PER_SECOND = 100;
  // Counted from behind the command's name, which may hold blanks: utime is the 14th field of all.
  private static final int UTIME = 11;
  private static final int STIME = 12;
  private static final int CHILDREN_UTIME = 13;
  private static final int CHILDREN_STIME = 14;

  private final Map<String, Long> processes;
  private final long postmaster;

  /**
   * @param processes names to pids
   * @param postmaster PostgreSQL's first process
   */
  CpuClock(Map<String, Long> processes, long postmaster) {
    this.processes = Map.copyOf(processes);
    this.postmaster = postmaster;
  }

  /** Seconds of CPU since each process started. */
  public Map<String, Double> read() {
    Map<String, Double> seconds = new TreeMap<>();
    processes.forEach((name, pid) -> seconds.put(name, ofOne(pid)));
    if (Files.exists(PROC.resolve(postmaster + "/stat"))) {
      seconds.put("postgres", ofTree(postmaster));
    }
    return seconds;
  }

  /** What was used between two readings. */
  public static Map<String, Double> between(Map<String, Double> before, Map<String, Double> after) {
    Map<String, Double> used = new TreeMap<>(after);
    used.replaceAll((name, seconds) -> seconds - before.getOrDefault(name, 0.0));
    return used;
  }

  private static double ofOne(long pid) {
    Duration used =
        ProcessHandle.of(pid)
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO);
    return used.toNanos() / 1e9;
  }

  private static double ofTree(long root) {
    long ticks = ticks(root, UTIME, STIME, CHILDREN_UTIME, CHILDREN_STIME);
    for (long child :
        ProcessHandle.of(root).stream()
            .flatMap(ProcessHandle::children)
            .mapToLong(ProcessHandle::pid)
            .toArray()) {
      ticks += ticks(child, UTIME, STIME);
    }
    return ticks / TICKS_PER_SECOND;
  }

  private static long ticks(long pid, int... fields) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long ticks = 0;
      for (int field : fields) {
        ticks += Long.parseLong(values[field]);
      }
      return ticks;
    } catch (IOException endedMeanwhile) {
      return 0;
    }
  }
}
