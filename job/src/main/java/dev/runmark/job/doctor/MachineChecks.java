package dev.runmark.job.doctor;

import dev.runmark.job.doctor.Check.Result;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.List;

/** The machine that the doctor runs on: as the cluster's, when it is run there. */
final class MachineChecks {

  private static final int JAVA = 17;
  private static final long FEW_FILES = 4096;

  private MachineChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("java", null, MachineChecks::java),
        new Check("open files", null, MachineChecks::openFiles));
  }

  private static Result java() {
    int feature = Runtime.version().feature();
    String text = Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
    return feature < JAVA ? Result.fail(text + ": install 17 or newer") : Result.ok(text);
  }

  private static Result openFiles() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    if (!(system instanceof com.sun.management.UnixOperatingSystemMXBean unix)) {
      return Result.warn("this system does not tell how many files a process may open");
    }
    long most = unix.getMaxFileDescriptorCount();
    return most < FEW_FILES
        ? Result.warn("a process may open " + most + "; raise it (ulimit -n) to 4096 or more")
        : Result.ok("a process may open " + most);
  }
}
