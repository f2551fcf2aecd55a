package dev.runmark.bench.live;

import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.stage.Ledger;
import dev.runmark.quickstart.stage.Scene;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** The job while it runs in a cluster of processes. */
public final class ClusterJob {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int TAIL = 40;

  private final FlinkCluster cluster;
  private final Scene scene;
  private final JobID id;
  private final LiveSystem.Place place;

  ClusterJob(FlinkCluster cluster, Scene scene, JobID id, LiveSystem.Place place) {
    this.cluster = cluster;
    this.scene = scene;
    this.id = id;
    this.place = place;
  }

  /**
   * Begins to send it runs of about one size.
   *
   * @param rate runs a second
   */
  public SteadyLoad load(int kilobytes, double rate) {
    return SteadyLoad.start(place.bootstrapServers(), scene.topic(), kilobytes, rate);
  }

  public Ledger ledger() {
    return scene.ledger();
  }

  /** Whether every one of its tasks runs. */
  public boolean isRunning() throws IOException, InterruptedException {
    return cluster.rest().isRunning(id);
  }

  /**
   * When it began to restart for the last time, by the JobManager's clock; 1970 when it never did.
   * A restart may be over before anybody has looked.
   */
  public Instant restarted() throws IOException, InterruptedException {
    return Instant.ofEpochMilli(
        cluster.rest().read("/jobs/" + id).path("timestamps").path("RESTARTING").asLong());
  }

  /**
   * The number of a TaskManager that one of its tasks runs on.
   *
   * @throws IllegalStateException when there is none
   */
  public int busyTaskManager() throws IOException, InterruptedException {
    return cluster.taskManagersOf(id).stream()
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("job " + id + ": no TaskManager has its tasks"));
  }

  /** Lines of all committed parts. */
  public long lines() throws SQLException {
    return place.index().number("SELECT coalesce(sum(lines), 0) FROM runmark.parts");
  }

  /**
   * Waits until just these runs are visible.
   *
   * @throws IllegalStateException when there are more, or not so many in time
   */
  public void awaitRuns(long sent) throws InterruptedException, SQLException {
    Await.until(
        sent + " runs visible", PATIENCE, () -> runs() >= sent, () -> cluster.logTail(TAIL));
    long visible = runs();
    if (visible != sent) {
      throw new IllegalStateException(visible + " runs are visible, sent " + sent);
    }
  }

  private long runs() throws SQLException {
    return place.index().number("SELECT count(*) FROM runmark.runs");
  }

  public void cancel() throws IOException, InterruptedException {
    cluster.cli().cancel(id);
    Await.until(
        "end of job " + id, PATIENCE, () -> cluster.rest().status(id) == JobStatus.CANCELED);
  }
}
