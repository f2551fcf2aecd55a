package dev.runmark.proof.chaos;

import static dev.runmark.embedded.faults.S3Fault.ANSWER_FLIPPED;
import static dev.runmark.embedded.faults.S3Fault.ANSWER_LOST;
import static dev.runmark.embedded.faults.S3Fault.ERROR_IN_SUCCESS;
import static dev.runmark.embedded.faults.S3Fault.INTERNAL_ERROR;
import static dev.runmark.embedded.faults.S3Fault.NO_SUCH_UPLOAD;
import static dev.runmark.embedded.faults.S3Fault.RESET;
import static dev.runmark.embedded.faults.S3Fault.SLOW_DOWN;
import static dev.runmark.embedded.faults.S3Fault.STALL;
import static dev.runmark.embedded.faults.S3Fault.TOO_MANY_REQUESTS;
import static dev.runmark.embedded.faults.S3Fault.TRUNCATED;
import static dev.runmark.embedded.faults.S3Fault.UPLOAD_FLIPPED;

import dev.runmark.embedded.faults.Fault;
import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.faults.S3Proxy;
import dev.runmark.quickstart.generate.LoadGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** S3: each call of the job that goes wrong, in each way; and the server killed. */
final class S3Blows {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MANY = 8;
  private static final int BURST = 800;
  private static final int BURST_LEAST = 150_000;
  private static final int BURST_MOST = 300_000;
  private static final List<S3Fault> ANY =
      List.of(INTERNAL_ERROR, SLOW_DOWN, TOO_MANY_REQUESTS, RESET, STALL, ANSWER_LOST);

  private S3Blows() {}

  static List<Variant> variants() {
    List<Variant> all = new ArrayList<>();
    for (S3Fault fault : ANY) {
      all.add(of(S3Operation.PUT_OBJECT, fault, 1));
    }
    all.add(of(S3Operation.PUT_OBJECT, UPLOAD_FLIPPED, 1));
    all.add(of(S3Operation.PUT_OBJECT, ERROR_IN_SUCCESS, 1));
    all.add(of(S3Operation.PUT_OBJECT, SLOW_DOWN, MANY));
    for (S3Fault fault : ANY) {
      all.add(inMultipart(S3Operation.CREATE_MULTIPART, fault));
      all.add(inMultipart(S3Operation.UPLOAD_PART, fault));
      all.add(inMultipart(S3Operation.COMPLETE_MULTIPART, fault));
    }
    all.add(inMultipart(S3Operation.UPLOAD_PART, UPLOAD_FLIPPED));
    all.add(inMultipart(S3Operation.COMPLETE_MULTIPART, ERROR_IN_SUCCESS));
    all.add(inMultipart(S3Operation.COMPLETE_MULTIPART, NO_SUCH_UPLOAD));
    for (S3Fault fault : ANY) {
      all.add(atRestore(fault));
    }
    all.add(atRestore(TRUNCATED));
    all.add(atRestore(ANSWER_FLIPPED));
    all.add(new Variant(FaultKind.S3_RESTART, "", S3Blows::restarted));
    return all;
  }

  private static Variant of(S3Operation operation, S3Fault fault, int times) {
    return new Variant(
        FaultKind.S3_FAULT,
        name(operation, fault) + (times > 1 ? " " + times + " times" : ""),
        theatre -> met(theatre, operation, fault, times));
  }

  /** Large runs at once make parts of several pieces. */
  private static Variant inMultipart(S3Operation operation, S3Fault fault) {
    return new Variant(
        FaultKind.S3_FAULT,
        name(operation, fault),
        theatre -> {
          S3Proxy proxy = theatre.servers().s3Proxy();
          proxy.fail(operation, fault);
          try (LoadGenerator burst =
              theatre.send(theatre.random().nextLong(), BURST, 0, BURST_LEAST, BURST_MOST)) {
            burst.await();
          }
          boolean met = Theatre.soon(PATIENCE, () -> proxy.due(operation) == 0);
          proxy.heal();
          return met;
        });
  }

  /** The rows of parts that were not committed when all was killed are read back. */
  private static Variant atRestore(S3Fault fault) {
    S3Operation operation = S3Operation.GET_OBJECT;
    return new Variant(
        FaultKind.S3_FAULT,
        name(operation, fault),
        theatre -> {
          S3Proxy proxy = theatre.servers().s3Proxy();
          proxy.fail(operation, fault);
          boolean met =
              ProcessBlows.killedIn(theatre, Fault.FREEZE_BEFORE_COMMIT)
                  && proxy.due(operation) == 0;
          proxy.heal();
          return met;
        });
  }

  private static String name(S3Operation operation, S3Fault fault) {
    return (operation + " " + fault).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static boolean met(Theatre theatre, S3Operation operation, S3Fault fault, int times)
      throws InterruptedException {
    S3Proxy proxy = theatre.servers().s3Proxy();
    proxy.fail(operation, fault, times);
    boolean met = Theatre.soon(PATIENCE, () -> proxy.due(operation) == 0);
    proxy.heal();
    return met;
  }

  private static boolean restarted(Theatre theatre) throws Exception {
    theatre.monitor().faults(true);
    try {
      theatre.servers().process(ChaosServer.S3).kill();
      theatre.pause(0, 5);
      theatre.servers().start(ChaosServer.S3);
    } finally {
      theatre.monitor().faults(false);
    }
    return true;
  }
}
