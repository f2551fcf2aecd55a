package dev.runmark.proof.chaos;

import dev.runmark.quickstart.check.CheckReport;
import dev.runmark.quickstart.check.Checker;
import dev.runmark.quickstart.check.Reading;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.generate.LoadGenerator;
import dev.runmark.quickstart.generate.LoadOptions;
import dev.runmark.quickstart.ledger.SentRuns;
import dev.runmark.quickstart.stage.ConsumedOffsets;
import dev.runmark.quickstart.stage.Scene;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;

/**
 * One campaign: load, faults, everything healed, a bounded wait until all is visible, the bucket
 * swept, the audit. A fault that the system does not recover from ends the faults, not the audit.
 */
public final class Campaign {

  private static final int SMALLEST = 1_000;
  private static final int LARGEST = 100_000;

  /** Three checkpoints, of a second each, and the longest that a trace waits for its events. */
  private static final Duration CHECKPOINTS = Duration.ofSeconds(3 + 8);

  private static final Duration AFTER_HEALING = Duration.ofSeconds(60);
  private static final Duration USUAL_RESTART = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final ChaosPlan plan;
  private final Path directory;
  private final Chronicle chronicle;
  private final Tally tally = new Tally();
  private final Violations violations = new Violations();
  private final Schedule schedule;

  /** Spoils what is stored once it was audited, so that the next audit can be seen to find it. */
  @FunctionalInterface
  public interface Sabotage {

    /**
     * @param intruder sends a run that nobody has written down, and lets the job store it
     */
    void spoil(Scene scene, Intruder intruder, ChaosReport before) throws Exception;
  }

  /** See {@link Sabotage}. */
  @FunctionalInterface
  public interface Intruder {
    void intrude() throws Exception;
  }

  /**
   * @param directory for all that servers and the cluster write
   */
  public Campaign(ChaosPlan plan, Path directory, PrintWriter progress) {
    this.plan = plan;
    this.schedule = plan.schedule();
    this.directory = directory;
    this.chronicle = new Chronicle(progress);
  }

  /** Plays it to its end. */
  public ChaosReport play() throws Exception {
    try (Theatre theatre = open()) {
      playOn(theatre);
      return audited(theatre);
    }
  }

  /**
   * Plays it to its end, spoils what is there, and audits again.
   *
   * @return of the second audit; the first is the sabotage's to judge
   */
  public ChaosReport play(Sabotage sabotage) throws Exception {
    try (Theatre theatre = open()) {
      playOn(theatre);
      sabotage.spoil(theatre.scene(), theatre::intrude, audited(theatre));
      chronicle.say("spoilt");
      return audited(theatre);
    }
  }

  private Theatre open() throws Exception {
    if (!Collections.disjoint(plan.kinds(), FaultKind.BY_PRLIMIT)) {
      ProcessLimit.require();
    }
    chronicle.say("seed " + plan.seed() + ": " + schedule.entries().size() + " faults to come");
    schedule.entries().forEach(entry -> chronicle.say("  " + entry));
    return Theatre.open(directory, plan, chronicle);
  }

  private void playOn(Theatre theatre) throws Exception {
    try (LoadGenerator load =
        theatre.send(plan.seed(), LoadOptions.ENDLESS, plan.rate(), SMALLEST, LARGEST)) {
      theatre.awaitRecovery(Instant.EPOCH);
      faults(theatre, load);
      heal(theatre);
      load.stop();
      chronicle.say("sent " + load.await());
    }
    waitUntilVisible(theatre);
    theatre.monitor().finish();
    theatre.monitor().violated().forEach(rule -> violations.add(rule.name(), "seen online"));
    sweep(theatre);
  }

  private ChaosReport audited(Theatre theatre) throws IOException {
    CheckReport audit = Checker.check(theatre.scene().target(), theatre.sent(), Reading.AGAIN);
    chronicle.say("audited");
    Violations all = violations.with(audit);
    return new ChaosReport(
        plan,
        tally,
        all,
        theatre.recovery().taken(),
        new ChaosReport.Outcome(
            audit, theatre.monitor().told(), theatre.revived(), chronicle.elapsed()));
  }

  private void faults(Theatre theatre, LoadGenerator load) throws InterruptedException {
    Duration begun = chronicle.elapsed();
    int number = 0;
    for (Schedule.Entry entry : schedule.entries()) {
      Duration early = begun.plus(entry.at()).minus(chronicle.elapsed());
      Thread.sleep(Math.max(0, early.toMillis()));
      if (enough(chronicle.elapsed().minus(begun))) {
        chronicle.say("the time is over");
        return;
      }
      number++;
      chronicle.say(
          "[%d/%d] %s (%d runs sent)"
              .formatted(
                  number, schedule.entries().size(), entry.variant(), load.progress().runs()));
      try {
        theatre.revive();
        if (entry.variant().blow().strike(theatre)) {
          tally.count(entry.variant());
        } else {
          chronicle.say("       it did not come about");
        }
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        chronicle.say("       FAILED: " + e + theatre.cluster().logTail(20));
        violations.add("F1", entry.variant() + ": " + e);
        return;
      }
    }
  }

  /** A machine that is slower than the schedule assumes does less of it. */
  private boolean enough(Duration spent) {
    return !plan.everyVariant() && spent.compareTo(plan.time()) >= 0 && tally.has(plan.kinds());
  }

  private void heal(Theatre theatre) throws IOException, InterruptedException {
    theatre.servers().heal();
    theatre.revive();
    chronicle.say("healed");
  }

  /** F1. What takes longer is waited for too, so that the audit tells a delay from a loss. */
  private void waitUntilVisible(Theatre theatre) throws Exception {
    Duration restart = theatre.recovery().worst();
    Duration bound =
        CHECKPOINTS
            .plus(AFTER_HEALING)
            .plus(restart.compareTo(USUAL_RESTART) > 0 ? restart : USUAL_RESTART);
    long wanted = SentRuns.read(theatre.sent()).places().lastPositions();
    ConsumedOffsets consumed = theatre.scene().consumed();
    Instant since = Instant.now();
    try {
      Await.until(
          "all that was sent is visible",
          LONGEST_WAIT,
          () -> theatre.scene().ledger().lastPositions() >= wanted && consumed.reachedTheEnd());
    } catch (IllegalStateException e) {
      violations.add("F1", e.toString());
    }
    Duration waited = Duration.between(since, Instant.now());
    chronicle.say(
        "waited %s of at most %s for all to be visible"
            .formatted(Chronicle.seconds(waited), Chronicle.seconds(bound)));
    if (waited.compareTo(bound) > 0) {
      violations.add(
          "F1",
          "all was visible after %s, wanted at most %s"
              .formatted(Chronicle.seconds(waited), Chronicle.seconds(bound)));
    }
  }

  /** C2. */
  private void sweep(Theatre theatre) throws Exception {
    theatre.job().stop();
    chronicle.say("stopped; " + theatre.scene().sweep(Duration.ZERO));
    Set<UUID> left = theatre.scene().parts().parts();
    left.removeAll(theatre.scene().ledger().partIds());
    if (!left.isEmpty()) {
      violations.add("C2", "after the sweep there are parts that nobody committed: " + left);
    }
    int uploads = theatre.scene().parts().openUploads();
    if (uploads > 0) {
      violations.add("C2", "after the sweep there are " + uploads + " open uploads");
    }
  }
}
