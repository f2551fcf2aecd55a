package dev.runmark.job.doctor;

import dev.runmark.job.doctor.Check.Result;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The cluster, by Flink's REST API. */
final class FlinkChecks {

  private static final String CLUSTER = "flink cluster";
  private static final String VERSION = "2.3.";
  private static final String OURS = "runmark: ";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final URI address;

  /**
   * @param address with the path under which a proxy has it, if any
   */
  FlinkChecks(URI address) {
    this.address = address;
  }

  List<Check> all() {
    return List.of(
        new Check(CLUSTER, null, this::cluster),
        new Check("flink slots", CLUSTER, this::slots),
        new Check("flink jobs", CLUSTER, this::jobs));
  }

  private Result cluster() throws IOException, InterruptedException {
    String version = JsonText.text(get("/overview"), "flink-version");
    return version.startsWith(VERSION)
        ? Result.ok("Flink " + version + " at " + address)
        : Result.fail(
            "Flink " + version + " at " + address + ": this build is for " + VERSION + "x");
  }

  private Result slots() throws IOException, InterruptedException {
    Map<String, Object> overview = get("/overview");
    long all = JsonText.number(overview, "slots-total");
    String text =
        JsonText.number(overview, "taskmanagers")
            + " TaskManagers, "
            + JsonText.number(overview, "slots-available")
            + " of "
            + all
            + " slots free";
    return all == 0 ? Result.fail(text + ": start a TaskManager") : Result.ok(text);
  }

  private Result jobs() throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    for (Map<String, Object> job : JsonText.objects(get("/jobs/overview"), "jobs")) {
      if (!JsonText.text(job, "name").startsWith(OURS)) {
        continue;
      }
      String state = JsonText.text(job, "state");
      if (state.equals("RESTARTING") || state.equals("FAILING")) {
        return Result.fail(
            "'" + JsonText.text(job, "name") + "' is " + state + ": see its exceptions in the UI");
      }
      if (state.equals("RUNNING")) {
        String wrong = wrong(get("/jobs/" + JsonText.text(job, "jid") + "/checkpoints/config"));
        if (!wrong.isEmpty()) {
          return Result.fail("'" + JsonText.text(job, "name") + "': " + wrong);
        }
        found.add("'" + JsonText.text(job, "name") + "'");
      }
    }
    return found.isEmpty()
        ? Result.ok("none of Runmark's is running")
        : Result.ok(String.join(", ", found) + " with aligned exactly-once checkpoints");
  }

  /** What is wrong with the checkpoints of a job, or nothing. */
  private static String wrong(Map<String, Object> checkpoints) {
    if (!JsonText.text(checkpoints, "mode").equals("exactly_once")) {
      return "its checkpoints are not exactly-once: set execution.checkpointing.mode";
    }
    if (JsonText.text(checkpoints, "unaligned_checkpoints").equals("true")) {
      return "its checkpoints are unaligned: set execution.checkpointing.unaligned.enabled: false";
    }
    Object externalization = checkpoints.get("externalization");
    boolean kept =
        externalization instanceof Map<?, ?> how
            && Boolean.TRUE.equals(how.get("enabled"))
            && !Boolean.TRUE.equals(how.get("delete_on_cancellation"));
    return kept
        ? ""
        : "its checkpoints go when it is cancelled: set"
            + " execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION";
  }

  private Map<String, Object> get(String path) throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    URI where = URI.create(address.toString().replaceFirst("/+$", "") + path);
    HttpResponse<String> answer;
    try {
      answer =
          client.send(
              HttpRequest.newBuilder(where).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IOException("GET " + where + ": no answer (" + e + ")", e);
    }
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("GET " + where + ": status " + answer.statusCode());
    }
    return JsonText.object(answer.body());
  }
}
