package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.testing.JobServers;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.PostgresPositions;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.retry.RetryListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, from an options file, on real servers. */
@SuppressWarnings("try") // A job is closed, not used.
class RunmarkJobIT {

  private static JobServers servers;
  private static Topics topics;

  @TempDir private Path directory;

  @BeforeAll
  static void startServers(@TempDir Path shared) throws Exception {
    servers = JobServers.start(shared);
    topics = servers.topics();
  }

  @AfterAll
  static void stopServers() throws Exception {
    servers.close();
  }

  @Test
  void aRunIsStoredByteForByteAndPoisonIsADeadLetter() throws Exception {
    String topic = topics.create(1);
    final String dead = topics.create(1);
    UUID run = UUID.randomUUID();
    byte[] stored = ("{\"id\":\"" + run + "\",\"name\":\"läuft\",\"x\":[1,2]}").getBytes(UTF_8);
    byte[] poison = {'{', '"', 'i', 'd', (byte) 0xff};
    RecordHeaders headers = new RecordHeaders();
    headers.add("traceparent", "00-aa".getBytes(UTF_8));
    topics.send(new ProducerRecord<>(topic, 0, "k".getBytes(UTF_8), stored));
    topics.send(new ProducerRecord<>(topic, 0, "p".getBytes(UTF_8), poison, headers));
    RunmarkOptions options =
        servers.options(topic, dead, "window: none", "parts:", "  compression: none");

    try (LocalJob job = LocalJob.start(directory, null, env -> RunmarkJob.define(env, options))) {
      assertThat(read(awaitLine(run), options)).isEqualTo(stored);

      ConsumerRecord<byte[], byte[]> letter = topics.read(dead, 1).get(0);
      assertThat(letter.value()).isEqualTo(poison);
      assertThat(letter.key()).asString(UTF_8).isEqualTo(topics.id(topic) + "/0/1/-1");
      assertThat(header(letter, "runmark.reason")).isIn("not_utf8", "not_json");
      assertThat(header(letter, "runmark.topic")).isEqualTo(topic);
      assertThat(header(letter, "runmark.offset")).isEqualTo("1");
      assertThat(header(letter, "runmark.original.key")).isEqualTo("p");
      assertThat(header(letter, "runmark.original.header.traceparent")).isEqualTo("00-aa");
    }
  }

  @Test
  void theIndexItselfRefusesAStartWithoutState() throws Exception {
    String topic = topics.create(1);
    String dead = topics.create(1);
    UUID run = UUID.randomUUID();
    topics.send(new ProducerRecord<>(topic, 0, null, ("{\"id\":\"" + run + "\"}").getBytes(UTF_8)));
    RunmarkOptions options =
        servers.options(topic, dead, "window: none", "parts:", "  compression: none");
    // Each operator in a task of its own: what passes between them is serialized.
    Map<String, String> apart = Map.of("pipeline.operator-chaining.enabled", "false");
    try (LocalJob job =
        LocalJob.start(directory, null, apart, env -> RunmarkJob.define(env, options))) {
      awaitLine(run);
      SourcePartition source = new SourcePartition(topics.id(topic), topic, 0);
      assertThat(new PostgresPositions(servers.index()).positions()).containsEntry(source, 1L);
      job.stop(directory);
    }

    try (LocalJob job = LocalJob.start(directory, null, env -> RunmarkJob.define(env, options))) {
      assertThat(job.failure()).contains("start without state of topic " + topic);
    }
  }

  private static LineLocation awaitLine(UUID run) {
    try (PostgresReadIndex lookup = new PostgresReadIndex(servers.index())) {
      RunKey key = new RunKey("default", run);
      Until.holds(() -> !lookup.find(key).isEmpty(), () -> "run " + run + " is in the index");
      return lookup.find(key).get(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] read(LineLocation line, RunmarkOptions options) throws IOException {
    String key = line.location().key(line.part(), line.compression());
    ByteRange frame = line.place().frame();
    try (var store = Connectors.objects(options.s3()).open(RetryListener.NONE)) {
      byte[] bytes = store.read(key, frame);
      int from = line.place().offset();
      return Arrays.copyOfRange(bytes, from, from + line.place().length());
    }
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
