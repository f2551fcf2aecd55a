package dev.runmark.quickstart.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.execution.ExecutionState;

/**
 * Flink's REST API, as far as watching a job needs it. Stateless but for its connections; safe for
 * many threads.
 *
 * <p>Every method throws IOException when the server does not answer or answers other than 2xx,
 * with its message.
 */
public final class FlinkRest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  /**
   * @param address of the web UI, without a path
   */
  public FlinkRest(URI address) {
    this.address = address;
  }

  /** The API of the cluster of a directory. */
  static FlinkRest of(ClusterDirectory directory) {
    Configuration configuration = directory.configuration();
    String host =
        configuration
            .getOptional(RestOptions.ADDRESS)
            .orElseGet(() -> configuration.get(JobManagerOptions.ADDRESS));
    return new FlinkRest(URI.create("http://" + host + ":" + configuration.get(RestOptions.PORT)));
  }

  public URI address() {
    return address;
  }

  /**
   * What the cluster has.
   *
   * @param taskManagers those registered, also dead ones that were not missed yet
   */
  public record Overview(int taskManagers, int slots, int freeSlots, int runningJobs) {}

  /** A job as the overview of jobs lists it. */
  public record Job(JobID id, String name, JobStatus status) {}

  /** An operator chain of a job; its id names it in metric queries. */
  public record Vertex(String id, String name, int parallelism, ExecutionState status) {}

  /**
   * A completed checkpoint.
   *
   * @param path what {@code run -s} restores from
   */
  public record Checkpoint(long id, String path) {}

  /**
   * How many checkpoints of a job ended how, since it was submitted, and how often it was restored
   * from one.
   */
  public record CheckpointCounts(long completed, long failed, long restored) {}

  public Overview overview() throws IOException, InterruptedException {
    JsonNode json = read("/overview");
    return new Overview(
        json.path("taskmanagers").asInt(),
        json.path("slots-total").asInt(),
        json.path("slots-available").asInt(),
        json.path("jobs-running").asInt());
  }

  /** The resource ids under which TaskManagers are registered. */
  public List<String> taskManagerIds() throws IOException, InterruptedException {
    return read("/taskmanagers").path("taskmanagers").findValuesAsText("id");
  }

  public List<Job> jobs() throws IOException, InterruptedException {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : read("/jobs/overview").path("jobs")) {
      jobs.add(
          new Job(
              JobID.fromHexString(job.path("jid").asText()),
              job.path("name").asText(),
              JobStatus.valueOf(job.path("state").asText())));
    }
    return jobs;
  }

  public JobStatus status(JobID job) throws IOException, InterruptedException {
    return JobStatus.valueOf(read("/jobs/" + job).path("state").asText());
  }

  public List<Vertex> vertices(JobID job) throws IOException, InterruptedException {
    List<Vertex> vertices = new ArrayList<>();
    for (JsonNode vertex : read("/jobs/" + job).path("vertices")) {
      vertices.add(
          new Vertex(
              vertex.path("id").asText(),
              vertex.path("name").asText(),
              vertex.path("parallelism").asInt(),
              ExecutionState.valueOf(vertex.path("status").asText())));
    }
    return vertices;
  }

  /**
   * True when every task runs; a job's own status says RUNNING already while its tasks are
   * deployed.
   */
  public boolean isRunning(JobID job) throws IOException, InterruptedException {
    return status(job) == JobStatus.RUNNING
        && vertices(job).stream().allMatch(vertex -> vertex.status() == ExecutionState.RUNNING);
  }

  /** The resource ids of the TaskManagers that its tasks were deployed to, newest attempts only. */
  public Set<String> taskManagersOf(JobID job) throws IOException, InterruptedException {
    Set<String> ids = new HashSet<>();
    for (Vertex vertex : vertices(job)) {
      JsonNode subtasks = read("/jobs/" + job + "/vertices/" + vertex.id()).path("subtasks");
      ids.addAll(subtasks.findValuesAsText("taskmanager-id"));
    }
    return ids;
  }

  /** Stack traces of what made the job fail or restart, newest first. */
  public List<String> exceptions(JobID job) throws IOException, InterruptedException {
    List<String> traces = new ArrayList<>();
    for (JsonNode entry :
        read("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries")) {
      traces.add(entry.path("stacktrace").asText());
    }
    return traces;
  }

  /** The newest completed checkpoint that is no savepoint. */
  public Optional<Checkpoint> latestCheckpoint(JobID job) throws IOException, InterruptedException {
    JsonNode latest = read("/jobs/" + job + "/checkpoints").path("latest").path("completed");
    if (!latest.hasNonNull("external_path")) {
      return Optional.empty();
    }
    return Optional.of(
        new Checkpoint(latest.path("id").asLong(), latest.path("external_path").asText()));
  }

  public CheckpointCounts checkpointCounts(JobID job) throws IOException, InterruptedException {
    JsonNode counts = read("/jobs/" + job + "/checkpoints").path("counts");
    return new CheckpointCounts(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        counts.path("restored").asLong());
  }

  /**
   * Metrics of a vertex, summed over its subtasks. Flink gathers them lazily: the first answers can
   * lack some.
   *
   * @param names as the UI shows them, {@code <operator>.<metric>}
   */
  public Map<String, Double> metrics(JobID job, String vertex, List<String> names)
      throws IOException, InterruptedException {
    String query = URLEncoder.encode(String.join(",", names), StandardCharsets.UTF_8);
    Map<String, Double> sums = new HashMap<>();
    for (JsonNode metric :
        read(
            "/jobs/%s/vertices/%s/subtasks/metrics?agg=sum&get=%s".formatted(job, vertex, query))) {
      sums.put(metric.path("id").asText(), metric.path("sum").asDouble());
    }
    return sums;
  }

  /**
   * A metric of an operator, summed over its subtasks; 0 when it was not gathered yet, or the job
   * has no such operator.
   *
   * @param operator its name, as the graph of the job shows it
   */
  public double operatorMetric(JobID job, String operator, String metric)
      throws IOException, InterruptedException {
    String id = operator.replaceAll("[ .:,]", "_") + "." + metric;
    double sum = 0;
    for (Vertex vertex : vertices(job)) {
      if (vertex.name().contains(operator)) {
        sum += metrics(job, vertex.id(), List.of(id)).getOrDefault(id, 0.0);
      }
    }
    return sum;
  }

  /**
   * One metric of a TaskManager, such as {@code Status.JVM.Memory.Metaspace.Used}; empty until it
   * was gathered.
   */
  public Optional<Double> taskManagerMetric(String taskManager, String name)
      throws IOException, InterruptedException {
    JsonNode answer = read("/taskmanagers/" + taskManager + "/metrics?get=" + name);
    return answer.isEmpty()
        ? Optional.empty()
        : Optional.of(answer.get(0).path("value").asDouble());
  }

  /** Asks for a checkpoint now; it completes later. */
  public void triggerCheckpoint(JobID job) throws IOException, InterruptedException {
    send(
        request("/jobs/" + job + "/checkpoints")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"checkpointType\":\"CONFIGURED\"}")));
  }

  /**
   * Asks the adaptive scheduler to run the job in so many slots; it does so later, from a
   * checkpoint and without a savepoint.
   */
  public void rescale(JobID job, int slots) throws IOException, InterruptedException {
    ObjectNode wanted = JSON.createObjectNode();
    for (Vertex vertex : vertices(job)) {
      wanted
          .putObject(vertex.id())
          .putObject("parallelism")
          .put("lowerBound", 1)
          .put("upperBound", slots);
    }
    send(
        request("/jobs/" + job + "/resource-requirements")
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(wanted.toString())));
  }

  /**
   * The JSON that a GET returns, for what has no method here.
   *
   * @param path with its query, from the first slash
   */
  public JsonNode read(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpRequest built = request.build();
    HttpResponse<String> response = client.send(built, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          built.method()
              + " "
              + built.uri()
              + ": "
              + response.statusCode()
              + " "
              + response.body());
    }
    return JSON.readTree(response.body());
  }
}
