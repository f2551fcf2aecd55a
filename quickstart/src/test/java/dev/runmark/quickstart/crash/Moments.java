package dev.runmark.quickstart.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.runmark.embedded.faults.Fault;
import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.FlinkRest;
import dev.runmark.quickstart.stage.Ledger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.JobID;

/**
 * Moments in which a kill -9 is worth most, brought about and not waited for. Each method returns
 * with the moment lasting; a moment that passed before it was seen is brought about again.
 */
final class Moments {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration TRY = Duration.ofSeconds(15);
  private static final String COMMITTER = "dev.runmark.sink.NdjsonSinkCommitter.commit";

  private final FlinkCluster cluster;
  private final PostgresProxy proxy;
  private final Ledger ledger;

  Moments(FlinkCluster cluster, PostgresProxy proxy, Ledger ledger) {
    this.cluster = cluster;
    this.proxy = proxy;
    this.ledger = ledger;
  }

  /**
   * A checkpoint has completed, and a TaskManager stands before the COMMIT of its parts, all else
   * of the transaction done. The pipeline fills up behind it, and no other checkpoint completes.
   *
   * @return the number of the TaskManager
   */
  int beforeACommit() throws InterruptedException {
    List<Integer> standing = new ArrayList<>();
    Await.until(
        "a TaskManager standing before a COMMIT",
        PATIENCE,
        () -> {
          proxy.release();
          proxy.arm(Fault.FREEZE_BEFORE_COMMIT);
          Await.until("a COMMIT at the proxy", TRY, proxy::fired);
          // The one at the proxy is always among those that commit, so one alone is it.
          Await.until(
              "all but one TaskManager done with their commits",
              TRY,
              () -> {
                standing.clear();
                standing.addAll(committing());
                return standing.size() == 1 && ledger.hasSessionInTransaction();
              });
          return true;
        });
    return standing.get(0);
  }

  /** After the kill: the server learns that its client is dead, which the proxy hides from it. */
  void clientIsDead() throws InterruptedException {
    Await.until(
        "no session left in a transaction",
        PATIENCE,
        () -> {
          ledger.endSessionsInTransaction();
          return !ledger.hasSessionInTransaction();
        });
    proxy.release();
  }

  /** A TaskManager that holds a checkpoint up, and that checkpoint. */
  record HeldUp(int by, long checkpoint) {}

  /**
   * A TaskManager stands before its COMMIT and answers nothing, while every other one has answered
   * the next checkpoint: their parts are sealed and stored, and it cannot complete.
   */
  HeldUp sealedInACheckpointThatCannotComplete(JobID job) throws InterruptedException {
    AtomicInteger by = new AtomicInteger();
    AtomicLong found = new AtomicLong();
    Await.until(
        "a checkpoint that waits for a TaskManager before its COMMIT alone",
        PATIENCE,
        () -> {
          by.set(beforeACommit());
          try {
            Await.until(
                "a checkpoint behind the one that is being committed",
                Duration.ofSeconds(8),
                () -> {
                  waitingForOne(job).ifPresent(found::set);
                  return found.get() > 0;
                });
            return true;
          } catch (IllegalStateException theSourcesStandToo) {
            proxy.release();
            return false;
          }
        });
    return new HeldUp(by.get(), found.get());
  }

  /**
   * After the kill: as long as the JobManager has not missed the dead one, an answer of the other
   * would complete the checkpoint. Then that one may go on.
   */
  void checkpointHasFailed(JobID job, long checkpoint) throws InterruptedException {
    Await.until(
        "checkpoint " + checkpoint + " failed",
        PATIENCE,
        () -> {
          for (JsonNode each : history(job)) {
            if (each.path("id").asLong() == checkpoint) {
              return each.path("status").asText().equals("FAILED");
            }
          }
          return false;
        });
    proxy.release();
  }

  /** A checkpoint that lacks one answer, and for longer than the others took. */
  private Optional<Long> waitingForOne(JobID job) throws IOException, InterruptedException {
    for (JsonNode checkpoint : history(job)) {
      long open =
          checkpoint.path("num_subtasks").asLong()
              - checkpoint.path("num_acknowledged_subtasks").asLong();
      long since = System.currentTimeMillis() - checkpoint.path("trigger_timestamp").asLong();
      if (checkpoint.path("status").asText().equals("IN_PROGRESS") && since > 1000 && open == 1) {
        return Optional.of(checkpoint.path("id").asLong());
      }
    }
    return Optional.empty();
  }

  private JsonNode history(JobID job) throws IOException, InterruptedException {
    return cluster.rest().read("/jobs/" + job + "/checkpoints").path("history");
  }

  /** The numbers of the TaskManagers in which a committer is at work. */
  private List<Integer> committing() throws IOException, InterruptedException {
    FlinkRest rest = cluster.rest();
    List<Integer> numbers = new ArrayList<>();
    for (String id : rest.taskManagerIds()) {
      if (rest.read("/taskmanagers/" + id + "/thread-dump").toString().contains(COMMITTER)) {
        numbers.add(Integer.parseInt(id.replaceFirst("taskmanager-(\\d+)\\..*", "$1")));
      }
    }
    return numbers;
  }
}
