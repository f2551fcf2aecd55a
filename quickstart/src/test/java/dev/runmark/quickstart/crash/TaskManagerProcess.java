package dev.runmark.quickstart.crash;

import dev.runmark.quickstart.cluster.FlinkRest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** The only TaskManager of a cluster, seen from outside. */
final class TaskManagerProcess {

  private static final String METRIC = "Status.JVM.Memory.Metaspace.Used";

  private final FlinkRest rest;
  private final long pid;

  TaskManagerProcess(FlinkRest rest, long pid) {
    this.rest = rest;
    this.pid = pid;
  }

  long pid() {
    return pid;
  }

  /** Bytes in use after a full collection, which is what unloads classes. */
  double metaspace() throws IOException, InterruptedException {
    jcmd("GC.run");
    jcmd("GC.run");
    // The metric is gathered from time to time; two equal answers apart are of after the
    // collection.
    double last = read();
    while (true) {
      Thread.sleep(1500);
      double next = read();
      if (next == last) {
        return next;
      }
      last = next;
    }
  }

  /** The class loaders with their sizes, the largest kinds only. */
  String classLoaders() {
    try {
      return jcmd("VM.classloader_stats")
          .lines()
          .filter(line -> line.contains("Flink") || line.contains("ChildFirst"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      return e + "\n";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private double read() throws IOException, InterruptedException {
    String id = rest.taskManagerIds().get(0);
    return rest.taskManagerMetric(id, METRIC)
        .orElseThrow(() -> new IOException("metric " + METRIC + " of " + id + ": not yet there"));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
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
}
