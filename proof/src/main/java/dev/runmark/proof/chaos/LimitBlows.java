package dev.runmark.proof.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes of Flink that cannot write to files for seconds, by a limit of their size, which fails
 * writes like a full disk does; and one that gets no more file handles.
 */
final class LimitBlows {

  private static final String TOO_LARGE = "File too large";
  private static final String TOO_MANY = "Too many open files";
  private static final int LEAST = 5;
  private static final int MOST = 15;

  private LimitBlows() {}

  static List<Variant> variants() {
    return List.of(
        new Variant(
            FaultKind.FILE_SIZE_LIMIT,
            "TaskManager",
            t -> noLongerFiles(t, "taskmanager-" + t.busyTaskManager())),
        new Variant(FaultKind.FILE_SIZE_LIMIT, "JobManager", t -> noLongerFiles(t, "jobmanager")),
        new Variant(FaultKind.FILE_HANDLE_LIMIT, "TaskManager", LimitBlows::noMoreHandles));
  }

  private static boolean noLongerFiles(Theatre theatre, String name) throws Exception {
    long before = told(theatre, TOO_LARGE);
    Instant since = Instant.now();
    long process = process(theatre, name);
    ProcessLimit limit = ProcessLimit.noLongerFiles(process);
    try {
      theatre.pause(LEAST, MOST);
    } finally {
      limit.restore();
    }
    boolean ended = !theatre.cluster().pids().containsValue(process);
    theatre.revive();
    theatre.awaitRecovery(Instant.now());
    long unfinished = unfinishedCheckpoints(theatre, since);
    long told = told(theatre, TOO_LARGE) - before;
    theatre.say(
        "       %s: %d times '%s' in the logs, %d checkpoints whose metadata failed%s"
            .formatted(name, told, TOO_LARGE, unfinished, ended ? ", and it ended" : ""));
    return told > 0 || unfinished > 0 || ended;
  }

  private static boolean noMoreHandles(Theatre theatre) throws Exception {
    long before = told(theatre, TOO_MANY);
    String name = "taskmanager-" + theatre.busyTaskManager();
    ProcessLimit limit = ProcessLimit.noMoreHandles(process(theatre, name));
    try {
      theatre.pause(LEAST, MOST);
    } finally {
      limit.restore();
    }
    theatre.revive();
    theatre.awaitRecovery(Instant.now());
    long told = told(theatre, TOO_MANY) - before;
    theatre.say("       %s: %d times '%s' in the logs".formatted(name, told, TOO_MANY));
    return told > 0;
  }

  private static long process(Theatre theatre, String name) {
    Long process = theatre.cluster().pids().get(name);
    if (process == null) {
      throw new IllegalStateException(name + ": it does not run");
    }
    return process;
  }

  /**
   * Of those that were begun since then, as many as the JobManager remembers. Its log is a file,
   * too, and says nothing of them.
   */
  private static long unfinishedCheckpoints(Theatre theatre, Instant since)
      throws IOException, InterruptedException {
    long failed = 0;
    for (JsonNode each :
        theatre
            .cluster()
            .rest()
            .read("/jobs/" + theatre.job().id() + "/checkpoints")
            .path("history")) {
      if (each.path("status").asText().equals("FAILED")
          && each.path("failure_message").asText().contains("finalize")
          && each.path("trigger_timestamp").asLong() >= since.toEpochMilli()) {
        failed++;
      }
    }
    return failed;
  }

  /** How many lines of the cluster's logs say so. */
  private static long told(Theatre theatre, String what) throws IOException {
    long times = 0;
    try (Stream<Path> files = Files.list(theatre.cluster().directory().logs())) {
      for (Path file : files.toList()) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
          times += lines.filter(line -> line.contains(what)).count();
        }
      }
    }
    return times;
  }
}
