package dev.runmark.bench.live;

import dev.runmark.quickstart.cluster.Await;
import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.stage.Ledger;
import dev.runmark.quickstart.stage.Scene;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

/** The job while it runs in a cluster of processes. */
public final class ClusterJob {

  /** The name of a process, and which of its starts it is. */
  private static final Pattern TASK_MANAGER = Pattern.compile("taskmanager-(\\d+)\\.\\d+");

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
   * The number of a TaskManager that one of its tasks runs on. Free slots would not tell: one that
   * was killed is listed with its slot taken until it is missed, under the name of its successor.
   */
  public int busyTaskManager() throws IOException, InterruptedException {
    String vertex = cluster.rest().vertices(id).get(0).id();
    String host =
        cluster
            .rest()
            .read("/jobs/" + id + "/vertices/" + vertex)
            .path("subtasks")
            .path(0)
            .path("taskmanager-id")
            .asText();
    Matcher named = TASK_MANAGER.matcher(host);
    if (!named.matches()) {
      throw new IllegalStateException("job " + id + ": no task runs on '" + host + "'");
    }
    return Integer.parseInt(named.group(1));
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
