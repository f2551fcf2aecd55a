package dev.runmark.proof.chaos;

import dev.runmark.job.kafka.replay.ReplayPlan;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.quickstart.cluster.SubmittedReplay;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** What operators do while all goes on: scaling, savepoints, replays. */
final class OperatorBlows {

  /** How far a replay goes back. */
  private static final Duration BACK = Duration.ofSeconds(90);

  private OperatorBlows() {}

  /** Says what is not what was said last. */
  private static final class Changes {
    private final Theatre theatre;
    private String last = "";

    Changes(Theatre theatre) {
      this.theatre = theatre;
    }

    void say(String progress) {
      if (!progress.equals(last)) {
        theatre.say("       " + progress);
        last = progress;
      }
    }
  }

  static List<Variant> variants() {
    return List.of(
        new Variant(FaultKind.RESCALE, "up", t -> rescaled(t, next(t, 1))),
        new Variant(FaultKind.RESCALE, "down", t -> rescaled(t, next(t, 2))),
        new Variant(FaultKind.SAVEPOINT, "and up", t -> restarted(t, next(t, 1))),
        new Variant(FaultKind.SAVEPOINT, "and down", t -> restarted(t, next(t, 2))),
        new Variant(FaultKind.REPLAY, "", OperatorBlows::replayed));
  }

  /** Up from the most is the least, and the other way round. */
  private static int next(Theatre theatre, int more) {
    return (theatre.job().parallelism() - 1 + more) % LiveJob.SLOTS + 1;
  }

  private static boolean rescaled(Theatre theatre, int slots) throws Exception {
    theatre.say("       from " + theatre.job().parallelism() + " to " + slots + " slots");
    theatre.job().rescale(slots);
    theatre.awaitRecovery(Instant.now());
    return true;
  }

  private static boolean restarted(Theatre theatre, int slots) throws Exception {
    String savepoint = theatre.job().stop();
    theatre.job().startFrom(savepoint, slots);
    theatre.say(
        "       job " + theatre.job().id() + " from " + savepoint + ", " + slots + " slots");
    theatre.awaitRecovery(Instant.now());
    return true;
  }

  /** Beside the job, in a slot that is free for it. */
  private static boolean replayed(Theatre theatre) throws Exception {
    if (theatre.job().parallelism() == LiveJob.SLOTS) {
      theatre.job().rescale(LiveJob.SLOTS - 1);
    }
    Path config = Path.of(theatre.job().submission().arguments().get(1));
    String from = Instant.now().minus(BACK).truncatedTo(ChronoUnit.SECONDS).toString();
    ReplayPlan plan =
        ReplayPlan.of(
            RunmarkOptions.read(config, Map.of()).kafka(), theatre.scene().topic(), from, "latest");
    theatre.say("       " + plan.offsets() + " offsets, since " + from);
    SubmittedReplay.run(
        theatre.cluster().directory(),
        theatre.job().submission().jar(),
        config,
        plan,
        new Changes(theatre)::say);
    return true;
  }
}
