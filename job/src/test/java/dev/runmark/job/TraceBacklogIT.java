package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.testing.JobServers;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.read.RunReader;
import dev.runmark.storage.retry.RetryListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The largest runs there are, through a JVM of 1 GiB that holds broker, S3 server and cluster too.
 */
class TraceBacklogIT {

  private static final int MEBIBYTE = 1 << 20;
  private static final String INPUTS = "é".repeat(8 * MEBIBYTE - 1000);
  private static final String OUTPUTS = "ä".repeat(4 * MEBIBYTE);

  @TempDir private Path directory;

  /**
   * Together more than the heap, and there before the job is: neither the source nor the windows
   * may hold all of it.
   */
  @Test
  void aBacklogOf16MebibyteRunsGoesThroughAHeapOfOneGibibyte() throws Exception {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThanOrEqualTo(1L << 30);
    try (JobServers servers = JobServers.start(directory.resolve("servers"))) {
      Topics topics = servers.topics();
      Map<String, String> large =
          Map.of("max.message.bytes", Integer.toString(20 * MEBIBYTE), "compression.type", "zstd");
      topics.create("large", 2, large);
      topics.create("dead", 1, large);
      Set<UUID> runs = new HashSet<>();
      for (int i = 0; i < 48; i++) {
        runs.add(send(topics));
      }
      RunmarkOptions options =
          servers.options("large", "dead", "window: {gap: 1 h}", "decode: {record: 20 MiB}");
      Map<String, String> once =
          Map.of("restart-strategy.type", "none", "execution.checkpointing.interval", "3 s");
      try (LocalJob job =
          LocalJob.start(directory, null, once, env -> RunmarkJob.define(env, options))) {
        Until.holds(
            Duration.ofMinutes(5),
            () -> topics.committed("runmark", "large") == 96,
            () -> "all records in a checkpoint");
        job.drain(directory);
      }
      assertThatAllAreWhole(servers, options, runs);
    }
  }

  private static UUID send(Topics topics) throws Exception {
    UUID run = UUID.randomUUID();
    String id = "\"id\":\"" + run + "\"";
    send(topics, run, "{" + id + ",\"inputs\":\"" + INPUTS + "\"}");
    String patch = "{" + id + ",\"trace_id\":\"" + run + "\",\"outputs\":\"" + OUTPUTS + "\"}";
    send(topics, run, "{\"operation\":\"patch\",\"run\":" + patch + "}");
    return run;
  }

  private static void send(Topics topics, UUID key, String value) throws Exception {
    topics.send(
        new ProducerRecord<>("large", key.toString().getBytes(UTF_8), value.getBytes(UTF_8)));
  }

  private static void assertThatAllAreWhole(
      JobServers servers, RunmarkOptions options, Set<UUID> runs) throws Exception {
    try (PostgresReadIndex lookup = new PostgresReadIndex(servers.index());
        ObjectStore store = Connectors.objects(options.s3()).open(RetryListener.NONE)) {
      RunReader reader = new RunReader(lookup, store);
      for (UUID run : runs) {
        String document =
            reader.find(new RunKey("default", run)).orElseThrow().document().toString();
        assertThat(document.contains(INPUTS) && document.contains(OUTPUTS)).isTrue();
      }
    }
  }
}
