package dev.runmark.proof.chaos;

import dev.runmark.embedded.faults.Effect;
import dev.runmark.embedded.faults.Fault;
import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.embedded.postgres.StopMode;
import dev.runmark.quickstart.stage.Ledger;
import dev.runmark.quickstart.stage.RaisedErrors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * PostgreSQL: a connection cut, held up or black-holed at each step of a commit, a server process
 * killed, the server restarted, writers refused.
 */
final class PostgresBlows {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The steps of a commit, by a statement that only it has. */
  private enum Step {
    LEDGER_READ("SELECT part FROM parts"),
    COPY("^\\s*COPY\\b"),
    FLOOR("FROM sweep_floor FOR SHARE"),
    LEDGER_INSERT("INSERT INTO parts"),
    RUNS_INSERT("INSERT INTO runs"),
    MERGE("INSERT INTO touched"),
    OUTCOME("UPDATE parts SET written"),
    FRONTIERS("INSERT INTO frontiers"),
    LAST_SELECT("^\\s*SELECT 1\\s*$"),
    COMMIT("^\\s*COMMIT\\b");

    private final String statement;

    Step(String statement) {
      this.statement = statement;
    }
  }

  /** What a server says of itself in the middle of a transaction. */
  private enum Error {
    DISK_FULL("53100"),
    DEADLOCK("40P01"),
    ADMIN_SHUTDOWN("57P01"),
    TOO_MANY_CONNECTIONS("53300");

    private final String state;

    Error(String state) {
      this.state = state;
    }
  }

  private PostgresBlows() {}

  static List<Variant> variants() {
    List<Variant> all = new ArrayList<>();
    for (Step step : Step.values()) {
      all.add(at(FaultKind.POSTGRES_CUT, step, Effect.CUT_BEFORE));
      all.add(at(FaultKind.POSTGRES_CUT, step, Effect.CUT_AFTER));
      all.add(at(FaultKind.POSTGRES_HOLD, step, Effect.FREEZE_BEFORE));
      // The client sends no data before the answer to COPY, and without data it does not end.
      if (step != Step.COPY) {
        all.add(at(FaultKind.POSTGRES_CUT, step, Effect.CUT_AT));
        all.add(at(FaultKind.POSTGRES_BLACK_HOLE, step, Effect.BLACKHOLE_AFTER));
      }
    }
    all.add(at(FaultKind.POSTGRES_HOLD, Step.COPY, Effect.FREEZE_IN_COPY));
    all.add(new Variant(FaultKind.POSTGRES_BACKEND_KILL, "", PostgresBlows::backendKilled));
    for (StopMode mode : List.of(StopMode.FAST, StopMode.IMMEDIATE)) {
      all.add(
          new Variant(
              FaultKind.POSTGRES_RESTART,
              mode.name().toLowerCase(Locale.ROOT),
              theatre -> restarted(theatre, mode)));
    }
    all.add(refusal("read-only", true));
    all.add(refusal("no connection", false));
    for (Error error : Error.values()) {
      for (RaisedErrors.Place place : RaisedErrors.Place.values()) {
        all.add(raised(error, place));
      }
    }
    return all;
  }

  /**
   * Those of a commit are tried again, and nothing of them is in: neither of what they had done.
   */
  private static Variant raised(Error error, RaisedErrors.Place place) {
    return new Variant(
        FaultKind.POSTGRES_REFUSAL,
        error.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " at " + place,
        theatre -> {
          RaisedErrors errors = theatre.scene().ledger().errors();
          try {
            errors.begin(error.state, place);
            theatre.pause(2, 8);
            boolean met = Theatre.soon(PATIENCE, () -> errors.count() > 0);
            theatre.say("       %d times %s".formatted(errors.count(), error.state));
            return met;
          } finally {
            errors.end();
            theatre.awaitRecovery(Instant.now());
          }
        });
  }

  private static Variant refusal(String name, boolean readOnly) {
    return new Variant(
        FaultKind.POSTGRES_REFUSAL,
        name,
        theatre -> {
          Ledger ledger = theatre.scene().ledger();
          ledger.refuseWriters(readOnly, true);
          theatre.pause(2, 8);
          ledger.refuseWriters(readOnly, false);
          return true;
        });
  }

  private static Variant at(FaultKind kind, Step step, Effect effect) {
    String name = effect + " " + step;
    return new Variant(
        kind, name.toLowerCase(Locale.ROOT).replace('_', '-'), t -> met(t, step, effect));
  }

  private static boolean met(Theatre theatre, Step step, Effect effect)
      throws InterruptedException {
    PostgresProxy proxy = theatre.servers().postgresProxy();
    proxy.arm(Fault.at(effect, step.statement));
    if (!Theatre.soon(PATIENCE, proxy::fired)) {
      proxy.disarm();
      return false;
    }
    if (effect == Effect.FREEZE_BEFORE || effect == Effect.FREEZE_IN_COPY) {
      theatre.pause(2, 8);
      proxy.release();
    }
    return true;
  }

  /** The server ends all its processes then and recovers. */
  private static boolean backendKilled(Theatre theatre) throws InterruptedException {
    theatre.monitor().faults(true);
    try {
      return Theatre.soon(
              PATIENCE,
              () -> {
                List<String> writers = theatre.scene().ledger().writers();
                return !writers.isEmpty()
                    && ProcessHandle.of(Long.parseLong(writers.get(0)))
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false);
              })
          && Theatre.soon(PATIENCE, () -> theatre.scene().ledger().parts() >= 0);
    } finally {
      theatre.monitor().faults(false);
    }
  }

  private static boolean restarted(Theatre theatre, StopMode mode) throws Exception {
    theatre.monitor().faults(true);
    try {
      theatre.servers().postgres().stop(mode);
      theatre.pause(0, 4);
      theatre.servers().postgres().start();
    } finally {
      theatre.monitor().faults(false);
    }
    return true;
  }
}
