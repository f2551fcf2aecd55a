package dev.runmark.proof.chaos;

import dev.runmark.embedded.faults.Fault;
import dev.runmark.embedded.faults.PostgresProxy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Processes of Flink and the API killed with SIGKILL, or stopped and continued. */
final class ProcessBlows {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private ProcessBlows() {}

  static List<Variant> variants() {
    return List.of(
        new Variant(FaultKind.TASKMANAGER_KILL, "one", t -> killed(t, Set.of(t.busyTaskManager()))),
        new Variant(FaultKind.TASKMANAGER_KILL, "all", t -> killed(t, Set.of(1, 2, 3))),
        new Variant(
            FaultKind.TASKMANAGER_KILL,
            "before COMMIT",
            t -> killedIn(t, Fault.FREEZE_BEFORE_COMMIT)),
        new Variant(
            FaultKind.TASKMANAGER_KILL,
            "after COMMIT",
            t -> killedIn(t, Fault.BLACKHOLE_AFTER_COMMIT)),
        new Variant(FaultKind.TASKMANAGER_KILL, "in COPY", t -> killedIn(t, Fault.FREEZE_IN_COPY)),
        new Variant(FaultKind.TASKMANAGER_PAUSE, "short", t -> paused(t, 3, 6)),
        new Variant(FaultKind.TASKMANAGER_PAUSE, "past the heartbeat", t -> paused(t, 15, 20)),
        new Variant(FaultKind.JOBMANAGER_KILL, "alone", t -> jobManagerKilled(t, false)),
        new Variant(
            FaultKind.JOBMANAGER_KILL, "with a TaskManager", t -> jobManagerKilled(t, true)),
        new Variant(FaultKind.API_KILL, "", ProcessBlows::apiKilled));
  }

  private static boolean killed(Theatre theatre, Set<Integer> victims)
      throws IOException, InterruptedException {
    for (int victim : victims) {
      theatre.cluster().killTaskManager(victim);
    }
    comeBack(theatre, victims, Instant.now());
    return true;
  }

  private static void comeBack(Theatre theatre, Set<Integer> victims, Instant since)
      throws IOException, InterruptedException {
    for (int victim : victims) {
      theatre.cluster().startTaskManager(victim);
    }
    theatre.recovery().count(theatre.awaitRecovery(since));
  }

  /** While a commit stands at that point, all TaskManagers are killed: whoever it is, is hit. */
  static boolean killedIn(Theatre theatre, Fault moment) throws IOException, InterruptedException {
    PostgresProxy proxy = theatre.servers().postgresProxy();
    proxy.arm(moment);
    if (!Theatre.soon(PATIENCE, proxy::fired)) {
      proxy.disarm();
      return false;
    }
    Set<Integer> victims = Set.of(1, 2, 3);
    for (int victim : victims) {
      theatre.cluster().killTaskManager(victim);
    }
    Instant since = Instant.now();
    // The proxy hides from the server that its client is dead.
    Theatre.soon(
        PATIENCE,
        () -> {
          theatre.scene().ledger().endSessionsInTransaction();
          return !theatre.scene().ledger().hasSessionInTransaction();
        });
    proxy.release();
    comeBack(theatre, victims, since);
    return true;
  }

  private static boolean paused(Theatre theatre, int least, int most)
      throws IOException, InterruptedException {
    int victim = theatre.busyTaskManager();
    theatre.cluster().pauseTaskManager(victim);
    try {
      theatre.pause(least, most);
    } finally {
      theatre.cluster().resumeTaskManager(victim);
    }
    theatre.awaitRecovery(Instant.now());
    return true;
  }

  private static boolean jobManagerKilled(Theatre theatre, boolean withTaskManager)
      throws IOException, InterruptedException {
    theatre.cluster().killJobManager();
    if (withTaskManager) {
      int victim = theatre.anyTaskManager();
      theatre.cluster().killTaskManager(victim);
      theatre.cluster().startTaskManager(victim);
    }
    Instant since = Instant.now();
    theatre.cluster().startJobManager();
    theatre.awaitRecovery(since);
    return true;
  }

  private static boolean apiKilled(Theatre theatre) throws IOException, InterruptedException {
    theatre.monitor().faults(true);
    try {
      theatre.api().kill();
      theatre.api().start();
    } finally {
      theatre.monitor().faults(false);
    }
    return true;
  }
}
