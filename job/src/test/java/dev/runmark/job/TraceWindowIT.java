package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.testing.JobServers;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.PostgresPositions;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.read.RunReader;
import dev.runmark.storage.read.StoredRun;
import dev.runmark.storage.retry.RetryListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole job with its trace window, on real servers. */
@SuppressWarnings("try") // A job is closed, not used.
class TraceWindowIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATCHED =
      "\"outputs\":{\"a\":1},\"end_time\":\"2026-11-20T09:01:00Z\"";

  private static JobServers servers;
  private static Topics topics;
  private static PostgresReadIndex lookup;
  private static ObjectStore store;

  @TempDir private Path directory;

  @BeforeAll
  static void startServers(@TempDir Path shared) throws Exception {
    servers = JobServers.start(shared);
    topics = servers.topics();
    lookup = new PostgresReadIndex(servers.index());
    store = Connectors.objects(servers.options("any", "dead").s3()).open(RetryListener.NONE);
  }

  @AfterAll
  static void stopServers() throws Exception {
    lookup.close();
    store.close();
    servers.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hashmap", "rocksdb"})
  void aTraceOfCreatesAndPatchesLiesInOnePieceOneLineARun(String backend) throws Exception {
    String topic = topics.create(2);
    UUID root = UUID.randomUUID();
    List<UUID> children = new ArrayList<>();
    send(topic, root, create(root, root, null, "2026-11-20T09:00:00Z"));
    for (int i = 0; i < 5; i++) {
      UUID child = UUID.randomUUID();
      children.add(child);
      send(topic, root, create(child, root, root, "2026-11-20T09:00:0" + (i + 1) + "Z"));
      send(topic, UUID.randomUUID(), create(UUID.randomUUID(), UUID.randomUUID(), null, "x"));
    }
    for (UUID child : children) {
      send(topic, root, patch(child, root));
    }
    RunmarkOptions options =
        options(topic, "window:", "  grace: 2 s", "  gap: 1 h", "parts:", "  compression: none");
    List<UUID> inTreeOrder = new ArrayList<>(List.of(root));
    inTreeOrder.addAll(children);
    try (LocalJob job = job(options, null, Map.of("state.backend.type", backend))) {
      send(topic, root, patch(root, root));
      long end = onlyLine(root).place().frame().start();
      for (UUID run : inTreeOrder) {
        ByteRange place = onlyLine(run).place().frame();
        assertThat(place.start()).as("runs lie side by side, in order").isEqualTo(end);
        end = place.end();
        assertThat(JSON.readTree(read(run).document().toString()))
            .isEqualTo(JSON.readTree(folded(run, inTreeOrder)));
      }
    }
  }

  private static String folded(UUID run, List<UUID> inTreeOrder) {
    UUID root = inTreeOrder.get(0);
    int index = inTreeOrder.indexOf(run);
    String created =
        create(run, root, index == 0 ? null : root, "2026-11-20T09:00:0" + index + "Z");
    return created.substring(0, created.length() - 1) + "," + PATCHED + "}";
  }

  @Test
  void aSavepointKeepsWindowsOpenAndADrainWritesThem() throws Exception {
    String topic = topics.create(1);
    UUID run = UUID.randomUUID();
    RunmarkOptions options = options(topic, "window:", "  grace: 1 h", "  gap: 1 h");
    send(topic, run, create(run, run, null, "2026-11-20T09:00:00Z"));
    Set<UUID> others = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      UUID other = UUID.randomUUID();
      others.add(other);
      send(topic, other, create(other, other, null, "2026-11-20T09:00:00Z"));
    }
    String savepoint;
    // As savepoints were before snapshots were compressed: they must stay readable.
    Map<String, String> plain = Map.of("execution.checkpointing.snapshot-compression", "false");
    try (LocalJob job = job(options, null, plain)) {
      awaitCheckpointOf(topic, 51);
      savepoint = job.stop(directory);
    }
    assertThat(lines(run)).as("nothing is written by a stop").isEmpty();
    assertThat(position(topic)).as("all of it waits").isZero();

    send(topic, run, patch(run, run));
    try (LocalJob job = job(options, savepoint, Map.of())) {
      awaitCheckpointOf(topic, 52);
      assertThat(position(topic)).as("the restored windows wait").isZero();
      job.drain(directory);
    }
    assertThat(position(topic)).as("the end of the partition").isEqualTo(52);
    assertThat(onlyLine(run)).isNotNull();
    assertThat(read(run).document().toString()).contains("\"inputs\"", "\"outputs\"");
    for (UUID other : others) {
      assertThat(lines(other)).hasSize(1);
    }
  }

  /**
   * Nothing comes in its partition after the restore, and then the job is drained, or stops when
   * all is closed.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatArrivedBeforeARestoreGetsThePositionToTheEnd(boolean drain) throws Exception {
    String topic = topics.create(2);
    UUID run = UUID.randomUUID();
    send(topic, 0, create(run, run, null, "2026-11-20T09:00:00Z"));
    send(topic, 0, patch(run, run));
    RunmarkOptions open = options(topic, "window:", "  grace: 1 h", "  gap: 1 h");
    String savepoint;
    try (LocalJob job = onTwoSubtasks(open, null)) {
      awaitCheckpointOf(topic, 2);
      savepoint = job.stop(directory);
    }
    assertThat(position(topic)).isZero();

    RunmarkOptions brief = options(topic, "window:", "  grace: 1 s", "  gap: 1 s");
    try (LocalJob job = onTwoSubtasks(drain ? open : brief, savepoint)) {
      UUID other = UUID.randomUUID();
      send(topic, 1, create(other, other, null, "2026-11-20T09:00:00Z"));
      awaitCheckpointOf(topic, 3);
      if (drain) {
        job.drain(directory);
      } else {
        assertThat(onlyLine(run)).isNotNull();
        job.stop(directory);
      }
    }
    assertThat(position(topic)).isEqualTo(2);
  }

  private LocalJob onTwoSubtasks(RunmarkOptions options, String savepoint) throws Exception {
    return LocalJob.start(
        directory,
        savepoint,
        env -> {
          env.setParallelism(2);
          RunmarkJob.define(env, options);
        });
  }

  /** Of the topic's only partition. */
  private static long position(String topic) throws Exception {
    SourcePartition source = new SourcePartition(topics.id(topic), topic, 0);
    return new PostgresPositions(servers.index()).positions().get(source);
  }

  private static RunmarkOptions options(String topic, String... more) throws Exception {
    return servers.options(topic, topics.create(1), more);
  }

  private LocalJob job(RunmarkOptions options, String savepoint, Map<String, String> flink)
      throws Exception {
    return LocalJob.start(directory, savepoint, flink, env -> RunmarkJob.define(env, options));
  }

  private static String create(UUID run, UUID trace, UUID parent, String start) {
    return "{\"id\":\""
        + run
        + "\",\"trace_id\":\""
        + trace
        + "\","
        + parent(parent)
        + (start.equals("x") ? "" : "\"start_time\":\"" + start + "\",")
        + "\"inputs\":{\"q\":\"größe\"}}";
  }

  private static String parent(UUID parent) {
    return parent == null ? "" : "\"parent_run_id\":\"" + parent + "\",";
  }

  private static String patch(UUID run, UUID trace) {
    return patchBegin(run, trace) + "," + PATCHED + "}}";
  }

  private static String patchBegin(UUID run, UUID trace) {
    return "{\"operation\":\"patch\",\"run\":{\"id\":\""
        + run
        + "\",\"trace_id\":\""
        + trace
        + "\"";
  }

  private static void send(String topic, UUID key, String value) throws Exception {
    topics.send(new ProducerRecord<>(topic, key.toString().getBytes(UTF_8), value.getBytes(UTF_8)));
  }

  private static void send(String topic, int partition, String value) throws Exception {
    topics.send(new ProducerRecord<>(topic, partition, null, value.getBytes(UTF_8)));
  }

  /** The group's offset moves when a checkpoint is complete: then the records are in state. */
  private static void awaitCheckpointOf(String topic, long records) {
    Until.holds(
        () -> topics.committed("runmark", topic) == records,
        () -> records + " records are in a checkpoint");
  }

  private static LineLocation onlyLine(UUID run) throws Exception {
    Until.holds(() -> !lines(run).isEmpty(), () -> "run " + run + " is in the index");
    List<LineLocation> lines = lines(run);
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  private static List<LineLocation> lines(UUID run) throws Exception {
    return lookup.find(new RunKey("default", run));
  }

  private static StoredRun read(UUID run) throws Exception {
    return new RunReader(lookup, store).find(new RunKey("default", run)).orElseThrow();
  }
}
