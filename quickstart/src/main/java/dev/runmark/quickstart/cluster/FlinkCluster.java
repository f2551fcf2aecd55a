package dev.runmark.quickstart.cluster;

import dev.runmark.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.jspecify.annotations.Nullable;

/**
 * A standalone Flink session cluster: one JobManager and any number of TaskManagers, each a process
 * of its own that can be killed and started again.
 *
 * <p>Lifecycle: {@link #start} returns when the web address answers and every TaskManager has
 * registered; {@link #close} ends every process, and so does the end of this JVM. Files stay. A
 * JobManager comes back on its ports and the TaskManagers find it again. A highly available cluster
 * has a ZooKeeper too, and its jobs go on then; else they are gone and have to be submitted again
 * from a retained checkpoint.
 *
 * <p>Threads: methods that start or end processes are synchronized; a cluster may be killed by one
 * thread while others watch it through {@link #rest()}.
 */
public final class FlinkCluster implements AutoCloseable {

  private static final Duration START_PATIENCE = Duration.ofMinutes(3);
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);
  private static final int TAIL = 40;
  private static final String LOOPBACK = "localhost";

  private final ClusterSettings settings;
  private final ClusterDirectory directory;
  private final FlinkHome home;
  private final FlinkJvm jvm;
  private final FlinkRest rest;
  private final Map<Integer, Worker> taskManagers = new TreeMap<>();
  private final Thread endWithJvm = new Thread(this::endAll, "flink-cluster-end");
  private final @Nullable ZooKeeper zooKeeper;
  private @Nullable ChildProcess zooKeeperProcess;
  private @Nullable ChildProcess jobManager;
  private int started;

  /** A TaskManager's process, and the id under which it registers: a new one at every start. */
  private record Worker(ChildProcess process, String resourceId) {}

  private FlinkCluster(ClusterSettings settings, FlinkHome home) throws IOException {
    this.settings = settings;
    this.home = home;
    this.directory = new ClusterDirectory(settings.directory());
    this.zooKeeper = settings.highlyAvailable() ? new ZooKeeper(directory) : null;
    Map<String, String> overrides = new HashMap<>(settings.configuration());
    if (zooKeeper != null) {
      overrides.putAll(zooKeeper.configuration());
    }
    Configuration configuration = directory.configure(overrides);
    this.jvm = new FlinkJvm(home, directory, configuration);
    this.rest =
        new FlinkRest(URI.create("http://" + LOOPBACK + ":" + configuration.get(RestOptions.PORT)));
  }

  /**
   * Starts JobManager and TaskManagers and waits for them.
   *
   * @throws IllegalStateException when they are not up in time, or one of them ended: with the ends
   *     of their logs
   */
  public static FlinkCluster start(ClusterSettings settings)
      throws IOException, InterruptedException {
    FlinkCluster cluster = new FlinkCluster(settings, FlinkHome.locate());
    Runtime.getRuntime().addShutdownHook(cluster.endWithJvm);
    try {
      cluster.startZooKeeper();
      cluster.startJobManager();
      for (int number = 1; number <= settings.taskManagers(); number++) {
        cluster.startTaskManager(number);
      }
      cluster.awaitReady();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Flink's web UI and REST API. */
  public URI webAddress() {
    return rest.address();
  }

  public FlinkRest rest() {
    return rest;
  }

  public FlinkCli cli() {
    return new FlinkCli(home, directory);
  }

  public ClusterDirectory directory() {
    return directory;
  }

  private synchronized void startZooKeeper() throws IOException {
    if (zooKeeper != null) {
      zooKeeperProcess = zooKeeper.start(jvm);
    }
  }

  /** Starts the JobManager, on the ports it had before. */
  public synchronized void startJobManager() throws IOException {
    if (jobManager != null && jobManager.isAlive()) {
      throw new IllegalStateException("start JobManager: it runs as process " + jobManager.pid());
    }
    jobManager = spawn("jobmanager", jvm.jobManager("jobmanager"));
  }

  /** Starts the TaskManager of this number, known or new, as a new process on a new port. */
  public synchronized void startTaskManager(int number) throws IOException {
    Worker known = taskManagers.get(number);
    if (known != null && known.process().isAlive()) {
      throw new IllegalStateException(
          "start TaskManager " + number + ": it runs as process " + known.process().pid());
    }
    String name = "taskmanager-" + number;
    started++;
    String resourceId = name + "." + started;
    Map<String, String> own =
        Map.of(
            TaskManagerOptions.RPC_PORT.key(),
            Integer.toString(Ports.free(0)),
            TaskManagerOptions.TASK_MANAGER_RESOURCE_ID.key(),
            resourceId);
    ChildProcess process = spawn(name, jvm.taskManager(name, own));
    taskManagers.put(number, new Worker(process, resourceId));
  }

  /** kill -9. */
  public synchronized void killJobManager() throws IOException, InterruptedException {
    if (jobManager == null) {
      throw new IllegalStateException("kill JobManager: it was killed before");
    }
    jobManager.kill();
    jobManager = null;
  }

  /** kill -9. */
  public synchronized void killTaskManager(int number) throws IOException, InterruptedException {
    worker(number).kill();
    taskManagers.remove(number);
  }

  /** SIGSTOP: to the others it looks dead, and it does not know. */
  public synchronized void pauseTaskManager(int number) throws IOException, InterruptedException {
    worker(number).pause();
  }

  /** SIGCONT after {@link #pauseTaskManager}. */
  public synchronized void resumeTaskManager(int number) throws IOException, InterruptedException {
    worker(number).resume();
  }

  /**
   * Numbers of the TaskManagers that are alive and have tasks of this job. Free slots would not
   * tell: one that was killed is listed with its slot taken until it is missed.
   */
  public SortedSet<Integer> taskManagersOf(JobID job) throws IOException, InterruptedException {
    Set<String> ids = rest.taskManagersOf(job);
    SortedSet<Integer> numbers = new TreeSet<>();
    synchronized (this) {
      taskManagers.forEach(
          (number, worker) -> {
            if (worker.process().isAlive() && ids.contains(worker.resourceId())) {
              numbers.add(number);
            }
          });
    }
    return numbers;
  }

  /**
   * Waits until the JobManager answers and every TaskManager that was started and not killed has
   * registered.
   *
   * @throws IllegalStateException when one of them ended by itself, or it took more than three
   *     minutes
   */
  public void awaitReady() throws InterruptedException {
    Await.until(
        "Flink cluster in " + directory.root() + " ready",
        START_PATIENCE,
        () -> anyEnded() || rest.taskManagerIds().containsAll(resourceIds()),
        () -> logTail(TAIL));
    if (anyEnded()) {
      throw new IllegalStateException(
          "Flink cluster in " + directory.root() + ": a process ended\n" + logTail(TAIL));
    }
  }

  /** Waits until one of the processes ends, whoever ended it. */
  public void awaitEndOfAny() {
    CompletableFuture.anyOf(
            processes().stream().map(ChildProcess::end).toArray(CompletableFuture<?>[]::new))
        .join();
  }

  /** Ids of the processes that run, by name: {@code jobmanager}, {@code taskmanager-1}, … */
  public synchronized Map<String, Long> pids() {
    Map<String, Long> pids = new TreeMap<>();
    for (ChildProcess each : processes()) {
      if (each.isAlive()) {
        pids.put(each.name(), each.pid());
      }
    }
    return pids;
  }

  /** The last lines of every process's log and output. */
  public synchronized String logTail(int lines) {
    return processes().stream().map(each -> each.tail(lines)).collect(Collectors.joining());
  }

  /** Ends every process: asked to first, killed after five seconds. */
  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(endWithJvm);
    } catch (IllegalStateException e) {
      // The JVM is ending and runs that very hook.
    }
  }

  private synchronized void endAll() {
    List<ChildProcess> processes = processes();
    processes.forEach(ChildProcess::terminate);
    processes.forEach(each -> each.awaitEnd(END_PATIENCE));
  }

  private ChildProcess spawn(String name, List<String> command) throws IOException {
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.putAll(jvm.environment());
    return ChildProcess.start(name, directory, command, environment);
  }

  private ChildProcess worker(int number) {
    Worker known = taskManagers.get(number);
    if (known == null) {
      throw new IllegalArgumentException(
          "TaskManager " + number + ": running are " + taskManagers.keySet());
    }
    return known.process();
  }

  private synchronized List<ChildProcess> processes() {
    List<ChildProcess> processes = new ArrayList<>();
    if (jobManager != null) {
      processes.add(jobManager);
    }
    taskManagers.values().forEach(each -> processes.add(each.process()));
    if (zooKeeperProcess != null) {
      processes.add(zooKeeperProcess);
    }
    return processes;
  }

  private boolean anyEnded() {
    return processes().stream().anyMatch(each -> !each.isAlive());
  }

  private synchronized List<String> resourceIds() {
    return taskManagers.values().stream().map(Worker::resourceId).toList();
  }
}
