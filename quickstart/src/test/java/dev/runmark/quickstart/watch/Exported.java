package dev.runmark.quickstart.watch;

import dev.runmark.quickstart.cluster.ClusterSettings;
import dev.runmark.quickstart.cluster.FlinkCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus gets from the processes of a cluster, and from the API. */
public final class Exported {

  private static final Pattern PORT =
      Pattern.compile("Started PrometheusReporter HTTP server on port (\\d+)");

  private Exported() {}

  /** With Flink's reporter in each process, at any free port. */
  public static ClusterSettings reported(ClusterSettings settings) {
    return settings
        .with("metrics.reporters", "prometheus")
        .with(
            "metrics.reporter.prometheus.factory.class",
            "org.apache.flink.metrics.prometheus.PrometheusReporterFactory")
        .with("metrics.reporter.prometheus.port", "20000-29999");
  }

  /** Of all processes together. */
  public static String by(FlinkCluster cluster, URI api) throws Exception {
    StringBuilder all = new StringBuilder(get(api.resolve("/metrics")));
    for (String process : cluster.pids().keySet()) {
      all.append(by(cluster, process));
    }
    return all.toString();
  }

  /** Of one process of the cluster. */
  public static String by(FlinkCluster cluster, String process) throws Exception {
    Path log = cluster.directory().logs().resolve(process + ".log");
    Matcher port = PORT.matcher(Files.readString(log));
    String last = "";
    while (port.find()) {
      last = port.group(1);
    }
    if (last.isEmpty()) {
      throw new IOException(process + ": no Prometheus reporter in " + log);
    }
    return get(URI.create("http://localhost:" + last + "/metrics"));
  }

  private static String get(URI metrics) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
