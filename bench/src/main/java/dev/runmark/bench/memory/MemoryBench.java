package dev.runmark.bench.memory;

import dev.runmark.bench.live.ClusterJob;
import dev.runmark.bench.live.LiveSystem;
import dev.runmark.bench.live.SteadyLoad;
import dev.runmark.bench.measure.Machine;
import dev.runmark.bench.measure.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures what memory a TaskManager's process needs, by the size of runs and their rate: what is
 * live on its heap, what the machine gives it, what it allocates for a run, and whether the first
 * of these grows with time.
 */
public final class MemoryBench {

  private static final double NANOS_A_MINUTE = 60e9;
  private static final long SECOND_MILLIS = 1000;

  private final MemoryPlan plan;
  private final Path directory;
  private final Consumer<String> progress;

  /**
   * @param directory for all data, empty
   * @param progress is told what happens, line by line
   */
  public MemoryBench(MemoryPlan plan, Path directory, Consumer<String> progress) {
    this.plan = plan;
    this.directory = directory.toAbsolutePath();
    this.progress = progress;
  }

  /** Starts everything, measures, and ends everything; the directory's files stay. */
  public MemoryReport measure() throws Exception {
    double loadBefore = Machine.load();
    progress.accept("starting servers and cluster …");
    try (LiveSystem system = LiveSystem.start(directory, 1, Map.of())) {
      List<CellResult> cells = new ArrayList<>();
      for (int kilobytes : plan.kilobytes()) {
        for (double rate : plan.megabytesASecond()) {
          if (!cells.isEmpty()) {
            system.cluster().killTaskManager(1);
            system.cluster().startTaskManager(1);
            system.cluster().awaitReady();
          }
          CellResult cell = cell(system, "memory" + cells.size(), kilobytes, rate);
          progress.accept(describe(cell));
          cells.add(cell);
        }
      }
      return new MemoryReport(
          "memory",
          Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
          Machine.describe((long) cells.get(0).end().heapMegabytes(), loadBefore),
          system.software(),
          plan,
          cells);
    }
  }

  private CellResult cell(LiveSystem system, String name, int kilobytes, double rate)
      throws Exception {
    progress.accept(kilobytes + " KB, " + rate + " MB a second …");
    ClusterJob job = system.submit(name, plan.options(), 1);
    Long pid = system.cluster().pids().get("taskmanager-1");
    if (pid == null) {
      throw new IllegalStateException("TaskManager 1: it has ended");
    }
    try (WorkerJvm worker = WorkerJvm.attach(pid)) {
      SteadyLoad load = job.load(kilobytes, rate * 1000 / kilobytes);
      watch(worker, plan.warmUpSeconds());
      List<Look> looks = looks(worker, job, load);
      long sent = load.stop();
      long stopped = System.nanoTime();
      job.awaitRuns(sent);
      CellResult.End end =
          new CellResult.End(
              sent,
              (System.nanoTime() - stopped) / 1e9,
              worker.allocated() / 1e6,
              worker.mostHeap() / 1e6);
      job.cancel();
      return CellResult.of(kilobytes, rate, end, looks);
    }
  }

  private List<Look> looks(WorkerJvm worker, ClusterJob job, SteadyLoad load)
      throws IOException, InterruptedException, SQLException {
    List<Look> looks = new ArrayList<>();
    long begun = System.nanoTime();
    for (int i = 0; i < plan.looks(); i++) {
      double resident = watch(worker, plan.lookSeconds());
      Look look =
          new Look(
              (System.nanoTime() - begun) / NANOS_A_MINUTE,
              worker.live() / 1e6,
              resident,
              load.sent(),
              job.lines(),
              worker.allocated() / 1e6);
      progress.accept(describe(look));
      looks.add(look);
    }
    return looks;
  }

  /** For so many seconds; returns the most that was resident, in 10⁶ bytes. */
  private static double watch(WorkerJvm worker, int seconds)
      throws IOException, InterruptedException {
    double most = 0;
    for (int i = 0; i < seconds; i++) {
      Thread.sleep(SECOND_MILLIS);
      // Threads that come and go are seen by the second.
      worker.allocated();
      most = Math.max(most, worker.resident() / 1e6);
    }
    return most;
  }

  private static String describe(Look look) {
    return String.format(
        Locale.ROOT,
        "  %5.1f min: live %.1f MB, resident %.0f MB, %d lines committed  load %.1f",
        look.minutes(),
        look.liveMegabytes(),
        look.residentMegabytes(),
        look.lines(),
        Machine.load());
  }

  private static String describe(CellResult cell) {
    Spread live = cell.live();
    return String.format(
        Locale.ROOT,
        "%d KB, %.1f MB a second: live %s MB, resident %.0f MB, %.0f bytes a run",
        cell.kilobytes(),
        cell.megabytesASecond(),
        live.text("%.0f"),
        cell.resident().most(),
        cell.allocatedBytes());
  }
}
