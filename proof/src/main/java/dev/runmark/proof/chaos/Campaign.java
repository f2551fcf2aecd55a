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
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
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
  private final Sabotage sabotage;
  private final Tally tally = new Tally();
  private final Violations violations = new Violations();

  /** Spoils what is stored before it is audited: so that an audit can be seen to find it. */
  @FunctionalInterface
  public interface Sabotage {
    void spoil(Scene scene) throws IOException, SQLException;
  }

  /**
   * @param directory for all that servers and the cluster write
   */
  public Campaign(ChaosPlan plan, Path directory, PrintWriter progress, Sabotage sabotage) {
    this.plan = plan;
    this.directory = directory;
    this.chronicle = new Chronicle(progress);
    this.sabotage = sabotage;
  }

  /** Plays it to its end. */
  public ChaosReport play() throws Exception {
    Schedule schedule = plan.schedule();
    chronicle.say("seed " + plan.seed() + ": " + schedule.entries().size() + " faults to come");
    schedule.entries().forEach(entry -> chronicle.say("  " + entry));
    try (Theatre theatre =
        new Theatre(directory, plan.window(), plan.compression(), plan.seed(), chronicle)) {
      Path sent = theatre.sent();
      try (LoadGenerator load =
          theatre.send(plan.seed(), LoadOptions.ENDLESS, plan.rate(), SMALLEST, LARGEST)) {
        theatre.awaitRecovery(Instant.EPOCH);
        faults(theatre, schedule, load);
        heal(theatre);
        load.stop();
        chronicle.say("sent " + load.await());
      }
      waitUntilVisible(theatre, sent);
      theatre.monitor().finish();
      theatre.monitor().violated().forEach(rule -> violations.add(rule.name(), "seen online"));
      sweep(theatre);
      sabotage.spoil(theatre.scene());
      CheckReport audit = Checker.check(theatre.scene().target(), sent, Reading.AGAIN);
      violations.add(audit);
      chronicle.say("audited");
      return new ChaosReport(
          plan,
          tally,
          violations,
          theatre.recovery(),
          new ChaosReport.Outcome(
              audit, theatre.monitor().told(), theatre.revived(), chronicle.elapsed()));
    }
  }

  private void faults(Theatre theatre, Schedule schedule, LoadGenerator load)
      throws InterruptedException {
    Duration begun = chronicle.elapsed();
    int number = 0;
    for (Schedule.Entry entry : schedule.entries()) {
      Duration early = begun.plus(entry.at()).minus(chronicle.elapsed());
      Thread.sleep(Math.max(0, early.toMillis()));
      number++;
      chronicle.say(
          "[%d/%d] %s (%s)"
              .formatted(number, schedule.entries().size(), entry.variant(), load.progress()));
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

  private void heal(Theatre theatre) throws IOException, InterruptedException {
    theatre.servers().heal();
    theatre.revive();
    chronicle.say("healed");
  }

  /** F1. What takes longer is waited for too, so that the audit tells a delay from a loss. */
  private void waitUntilVisible(Theatre theatre, Path sent) throws Exception {
    Duration restart = theatre.recovery().worst();
    Duration bound =
        CHECKPOINTS
            .plus(AFTER_HEALING)
            .plus(restart.compareTo(USUAL_RESTART) > 0 ? restart : USUAL_RESTART);
    long wanted = SentRuns.read(sent).places().lastPositions();
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
    chronicle.say("waited %s of at most %s for all to be visible".formatted(waited, bound));
    if (waited.compareTo(bound) > 0) {
      violations.add("F1", "all was visible after %s, at most %s".formatted(waited, bound));
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
