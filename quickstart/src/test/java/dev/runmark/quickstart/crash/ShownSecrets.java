package dev.runmark.quickstart.crash;

import dev.runmark.quickstart.cluster.FlinkCluster;
import dev.runmark.quickstart.secrets.SecretCrawl;
import dev.runmark.quickstart.stage.Scene;
import dev.runmark.quickstart.stage.ServedApi;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a job that has run for a while, been killed and rescaled, shows of its secrets and of the
 * runs: in Flink's REST API, logs, process arguments, checkpoints and whatever else the cluster
 * leaves on disk, in the API, and in what is told of rejected records. Runs themselves lie in
 * checkpoints, by design.
 */
final class ShownSecrets {

  private static final int SAMPLES = 300;
  private static final Pattern WORDS = Pattern.compile("(?:[a-z]{3,} ){5}[a-z]{3,}");

  /** Kinds of places, each of which shows the one or the other of what is no secret. */
  private static final List<String> KINDS =
      List.of("rest", "log", "arguments", "checkpoint", "cluster", "api", "rejected");

  private final Surroundings surroundings;
  private final FlinkCluster cluster;
  private final Scene scene;
  private final Set<String> leaks = new TreeSet<>();
  private final Set<String> blind = new TreeSet<>();
  private int answered;

  ShownSecrets(Surroundings surroundings, FlinkCluster cluster, Scene scene) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.scene = scene;
  }

  void look(JobID job, ServedApi api) throws Exception {
    Map<String, String> known =
        Map.of(
            "topic", scene.topic(),
            "folder", surroundings.directory().getFileName().toString(),
            "metric", "runmark_api_requests_total");
    Map<String, String> secrets = Scene.canaries(surroundings.servers().s3());
    List<String> samples = samples();
    Map<String, String> words = new HashMap<>(secrets);
    words.putAll(known);
    samples.forEach(sample -> words.put("run: " + sample, sample));
    SecretCrawl crawl = new SecretCrawl(words);
    shown(crawl, job, api);
    samples.forEach(sample -> report(crawl, "run: " + sample));

    crawl.files("cluster", cluster.directory().root());
    crawl.files("checkpoint", surroundings.checkpointFiles());
    secrets.keySet().forEach(name -> report(crawl, name));
    Set<String> seen = new HashSet<>();
    known.keySet().forEach(name -> seen.addAll(crawl.places(name)));
    KINDS.stream()
        .filter(kind -> seen.stream().noneMatch(place -> place.startsWith(kind)))
        .forEach(blind::add);
    blind.addAll(crawl.unasked());
    answered = crawl.answered();
    if (samples.size() < SAMPLES / 10 || answered < 50) {
      blind.add(samples.size() + " samples of runs, " + answered + " answers");
    }
  }

  /** All but what lies on disk, where runs belong. */
  private void shown(SecretCrawl crawl, JobID job, ServedApi api) throws Exception {
    crawl.flink(cluster, job);
    crawl.files("log", cluster.directory().logs());
    crawl.file("log", api.log());
    List<Long> processes = new ArrayList<>(cluster.pids().values());
    processes.add(api.pid());
    crawl.arguments(processes);
    for (String path : List.of("/metrics", "/openapi.json", "/runs?limit=0", "/runs?token=x")) {
      crawl.get("api", api.address().resolve(path));
    }
    for (String row : scene.ledger().rejected()) {
      crawl.text("rejected", row);
    }
  }

  private void report(SecretCrawl crawl, String name) {
    crawl.places(name).forEach(place -> leaks.add(name + " in " + place));
  }

  /** Secrets, and pieces of runs, with the places where they were found. */
  Set<String> leaks() {
    return leaks;
  }

  /** Kinds of places in which nothing at all was found, and paths that could not be asked. */
  Set<String> blind() {
    return blind;
  }

  String told() {
    return answered + " answers, leaks " + leaks + ", blind " + blind;
  }

  /** Pieces of runs that were sent, bad ones too. */
  private List<String> samples() {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            surroundings.kafka().bootstrapServers(),
            "max.poll.records",
            SAMPLES);
    Set<String> samples = new TreeSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          Stream.of(scene.topic(), scene.deadLetters())
              .map(topic -> new TopicPartition(topic, 0))
              .toList();
      for (TopicPartition partition : partitions) {
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofSeconds(10))) {
          Matcher words = WORDS.matcher(new String(each.value(), StandardCharsets.ISO_8859_1));
          if (words.find()) {
            samples.add(words.group());
          }
        }
      }
    }
    return List.copyOf(samples);
  }
}
