package dev.runmark.bench.micro;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The thread's own time: what else the machine does meanwhile is not in it. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class CpuTime {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** JMH makes a rate of it: nanoseconds of CPU a second. */
  public long cpuNanos;

  static long now() {
    return THREADS.getCurrentThreadCpuTime();
  }

  void since(long before) {
    cpuNanos += now() - before;
  }
}
