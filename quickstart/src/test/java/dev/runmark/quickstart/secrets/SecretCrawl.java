package dev.runmark.quickstart.secrets;

import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.cluster.FlinkRest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;

/**
 * Looks for words wherever a system shows something. Beside the words that must not be found stand
 * others that must be, in each kind of place: what finds those would have found these.
 */
public final class SecretCrawl {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Their identifiers exist only after somebody has asked for something by a POST. */
  private static final Set<String> ONLY_AFTER_A_POST =
      Set.of(":triggerid", ":jarid", ":datasetid", ":rescaleuuid");

  /** For proxies that pass nothing but a GET: these end the job. */
  private static final Set<String> NO_QUESTIONS =
      Set.of("/jobs/:jobid/yarn-cancel", "/jobs/:jobid/yarn-stop");

  private final Map<String, String> words;
  private final Map<String, Set<String>> places = new TreeMap<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> unasked = new TreeSet<>();
  private int answered;

  /**
   * @param words what to look for, by what to call it
   */
  public SecretCrawl(Map<String, String> words) {
    this.words = new HashMap<>(words);
  }

  /** Where a word was found, by its name; each place begins with its kind. */
  public Set<String> places(String name) {
    return places.getOrDefault(name, Set.of());
  }

  /** How many GETs were answered. */
  public int answered() {
    return answered;
  }

  /** Paths that Flink declares and nobody could ask. */
  public Set<String> unasked() {
    return unasked;
  }

  /** Searches one text. */
  public void text(String place, String text) {
    words.forEach(
        (name, word) -> {
          if (text.contains(word)) {
            places.computeIfAbsent(name, any -> new TreeSet<>()).add(place);
          }
        });
  }

  /** Searches all files below a folder, as bytes. */
  public void files(String kind, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      file(kind, file);
    }
  }

  /** Searches one file; it may be gone by now. */
  public void file(String kind, Path file) throws IOException {
    if (Files.isReadable(file)) {
      text(kind + " " + file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }
  }

  /** Searches the command lines of processes, as everybody on the machine sees them. */
  public void arguments(Collection<Long> processes) throws IOException {
    for (long process : processes) {
      Path arguments = Path.of("/proc/" + process + "/cmdline");
      text("arguments " + process, Files.readString(arguments, StandardCharsets.ISO_8859_1));
    }
  }

  /** Searches what a GET returns, whatever its status. */
  public void get(String kind, URI address) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
            BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
    if (answer.statusCode() == 200) {
      answered++;
    }
    text(kind + " " + address.getPath(), answer.headers().map() + answer.body());
  }

  /** Asks Flink's REST API all that can be asked of a job and its cluster. */
  public void flink(FlinkCluster cluster, JobID job) throws Exception {
    Map<String, List<String>> values = values(cluster, job);
    List<String> paths = new ArrayList<>(FlinkGets.declared());
    paths.removeAll(NO_QUESTIONS);
    for (String path : paths) {
      List<String> filled = FlinkGets.filled(path, values);
      for (String each : filled) {
        get("rest", cluster.webAddress().resolve(each));
      }
      if (filled.isEmpty() && ONLY_AFTER_A_POST.stream().noneMatch(path::contains)) {
        unasked.add(path);
      }
    }
  }

  private static Map<String, List<String>> values(FlinkCluster cluster, JobID job)
      throws Exception {
    FlinkRest rest = cluster.rest();
    List<String> logs = new ArrayList<>();
    try (Stream<Path> files = Files.list(cluster.directory().logs())) {
      files.forEach(file -> logs.add(file.getFileName().toString()));
    }
    Map<String, List<String>> values = new HashMap<>();
    values.put(":jobid", List.of(job.toString()));
    values.put(":applicationid", rest.read("/applications/overview").findValuesAsText("id"));
    values.put(":vertexid", rest.vertices(job).stream().map(FlinkRest.Vertex::id).toList());
    values.put(":taskmanagerid", rest.taskManagerIds());
    values.put(":subtaskindex", List.of("0"));
    values.put(":attempt", List.of("0"));
    values.put(":filename", logs);
    values.put(
        ":checkpointid",
        rest.latestCheckpoint(job).map(latest -> List.of("" + latest.id())).orElse(List.of()));
    return values;
  }
}
