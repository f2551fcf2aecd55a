package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.job.kafka.PositionRefusedException;
import dev.runmark.job.kafka.replay.ReplayPlan;
import dev.runmark.job.kafka.replay.ReplayReport;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.testing.JobServers;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Topics;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.read.RunReader;
import dev.runmark.storage.retry.RetryListener;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A range that is read again, on real servers: what readers see stays as it was, or comes back. */
@SuppressWarnings("try") // A job is closed, not used.
class ReplayIT {

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

  @Test
  void replaysBesideTheLiveJobChangeNoRunAndLeaveNoLineTwice() throws Exception {
    String topic = topics.create(2);
    List<UUID> runs = send(topic, 20);
    RunmarkOptions options = options(topic);
    try (LocalJob live = start(options)) {
      awaitAll(options, topic);
      awaitPositions(topic);
      Map<UUID, String> before = contents(runs);
      final String positions = positions(topic);

      for (ReplayPlan plan :
          List.of(
              plan(options, topic, "earliest", "latest"),
              plan(options, topic, "earliest", "latest"),
              plan(options, topic, "7", "15"),
              plan(options, topic, "1@5", "latest"))) {
        replay(options, plan);
        assertThat(contents(runs)).isEqualTo(before);
        assertThat(trial(options, topic).missing()).isZero();
        for (UUID run : runs) {
          assertNoOverlap(lookup.find(key(run)));
        }
      }
      assertThat(positions(topic)).isEqualTo(positions);
    }
  }

  @Test
  void whatWasLostComesBackAndTheTrialToldSo() throws Exception {
    String topic = topics.create(2);
    List<UUID> runs = send(topic, 6);
    topics.send(new ProducerRecord<>(topic, 0, null, "{".getBytes(UTF_8)));
    topics.send(new ProducerRecord<>(topic, 0, null, (byte[]) null));
    RunmarkOptions options = options(topic);
    try (LocalJob live = start(options)) {
      awaitAll(options, topic);
      live.drain(directory);
    }
    final Map<UUID, String> before = contents(runs);
    execute("DELETE FROM fragments WHERE run IN " + in(runs));
    execute("DELETE FROM runs WHERE run IN " + in(runs));
    execute("DELETE FROM parts p WHERE NOT EXISTS (SELECT FROM lines l WHERE l.part_id = p.part)");

    ReplayReport told = trial(options, topic);
    assertThat(told.missing()).isEqualTo(12);
    assertThat(told.stored()).isZero();
    assertThat(told.runs()).isEqualTo(6);
    assertThat(told.records()).isEqualTo(14);
    assertThat(told.tombstones()).isEqualTo(1);
    assertThat(told.rejected()).containsExactly(Map.entry("not_json", 1L));
    assertThat(told.lines())
        .filteredOn(line -> line.startsWith("missing is"))
        .hasSize(5)
        .allMatch(line -> runs.stream().anyMatch(run -> line.contains("run " + run)));

    replay(options, plan(options, topic, "earliest", "latest"));
    assertThat(contents(runs)).isEqualTo(before);
    assertThat(trial(options, topic).missing()).isZero();
  }

  @Test
  void whatWasRejectedWhenItWasReadIsToldApartFromWhatIsMissing() throws Exception {
    String topic = topics.create(2);
    send(topic, 4);
    String batch = "[%s,%s,%s]".formatted((Object[]) new String[] {run(), run(), run()});
    topics.send(new ProducerRecord<>(topic, 0, null, batch.getBytes(UTF_8)));
    RunmarkOptions options = options(topic);
    UUID id = topics.id(topic);
    reject(id, 0, 1, -1, 0);
    reject(id, 0, 2, 0, 2);
    reject(id, 0, 4, 1, 0);
    reject(id, 1, 4, 2, 0);
    reject(UUID.randomUUID(), 0, 3, -1, 0);

    ReplayReport told = trial(options, topic);

    assertThat(told.missing()).isEqualTo(8);
    assertThat(told.rejectedBefore()).isEqualTo(2);
    assertThat(told.lines())
        .contains(
            "events      11 of about 7 runs",
            "missing     8: a replay would add them",
            "not stored  2: rejected before: redrive them",
            "not stored  1: rejected before, and redriven as other records");
  }

  private static String run() {
    return "{\"id\":\"" + UUID.randomUUID() + "\"}";
  }

  private static void reject(UUID topic, int partition, long offset, int index, int state)
      throws Exception {
    execute(
        "INSERT INTO rejected (topic_id, topic, partition, record_offset, event_index, size, reason,"
            + " message, redrive_state, redrive, redrive_from, redriven_to) SELECT '%s', 'any', %d,"
                .formatted(topic, partition)
            + " %d, %d, 1, 'not_json', 'why', %d,".formatted(offset, index, state)
            + (state == 2 ? " gen_random_uuid(), 1, 1" : " NULL, NULL, NULL"));
  }

  @Test
  @Tag("O5")
  void aPlanNamesOnlyWhatIsReadAndIsOfItsTopicAlone() throws Exception {
    String topic = topics.create(2);
    send(topic, 4);
    RunmarkOptions options = options(topic);
    ReplayPlan plan = plan(options, topic, "1@1", "latest");

    assertThat(plan.from()).extracting(Object::toString).containsExactly(topic + "/1@1");
    assertThat(plan.to()).extracting(Object::toString).containsExactly(topic + "/1@4");
    assertThat(plan(options, topic, "1@1", "0@2").from()).isEmpty();
    assertThat(plan(options, topic, "4", "latest").from()).isEmpty();

    topics.recreate(topic, 2);
    send(topic, 4);
    try (LocalJob job = start(ReplayJob.options(options, plan))) {
      assertThat(job.failure()).contains("it was deleted and created again since that was planned");
    }
  }

  @Test
  @Tag("O5")
  void aRangeThatCannotBeMeantIsRefusedWithTheValidOnes() throws Exception {
    String topic = topics.create(2);
    send(topic, 2);
    RunmarkOptions options = options(topic);
    String valid = "valid are " + topic + "/0@0 to 2, " + topic + "/1@0 to 2";

    for (List<String> wrong :
        List.of(
            List.of("2", "1"),
            List.of("3", "latest"),
            List.of("earliest", "3"),
            List.of("2@0", "latest"),
            List.of("0@2", "0@1"))) {
      assertThatThrownBy(() -> plan(options, topic, wrong.get(0), wrong.get(1)))
          .as("%s", wrong)
          .isInstanceOf(PositionRefusedException.class)
          .hasMessageContaining(valid);
    }
    assertThatThrownBy(
            () -> plan(options, topic, Instant.now().plusSeconds(600).toString(), "latest"))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessageContaining("is in the future");
    for (String wrong : List.of("latest", "-1", "0@", "0@1,0@2", "2026-11-20T10:00:00")) {
      assertThatThrownBy(() -> plan(options, topic, wrong, "latest"))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("'" + wrong + "': wanted earliest, a time with its zone");
    }
    assertThatThrownBy(() -> plan(options, "no-such-topic", "earliest", "latest"))
        .isInstanceOf(PositionRefusedException.class)
        .hasMessage("replay topic no-such-topic: there is none");
    assertThat(plan(options, topic, "0@1", "latest").offsets()).isEqualTo(1);
  }

  /** Runs of two events each, half of them in each partition; creates first, then patches. */
  private static List<UUID> send(String topic, int count) throws Exception {
    List<UUID> runs = new ArrayList<>();
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UUID run = UUID.randomUUID();
      runs.add(run);
      records.add(record(topic, i, "{\"id\":\"" + run + "\",\"name\":\"größe " + i + "\"}"));
    }
    for (int i = 0; i < count; i++) {
      UUID run = runs.get(i);
      records.add(
          record(
              topic,
              i,
              "{\"operation\":\"patch\",\"run\":{\"id\":\""
                  + run
                  + "\",\"trace_id\":\""
                  + run
                  + "\",\"outputs\":{\"n\":"
                  + i
                  + "},\"end_time\":\"2026-11-20T09:01:00Z\"}}"));
    }
    topics.sendAll(records);
    return runs;
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, int number, String value) {
    return new ProducerRecord<>(topic, number % 2, null, value.getBytes(UTF_8));
  }

  private static RunmarkOptions options(String topic) throws Exception {
    return servers.options(topic, topics.create(1), "window:", "  grace: 300 ms", "  gap: 600 ms");
  }

  private LocalJob start(RunmarkOptions options) throws Exception {
    return LocalJob.start(directory, null, env -> RunmarkJob.define(env, options));
  }

  private void replay(RunmarkOptions live, ReplayPlan plan) throws Exception {
    try (LocalJob job = start(ReplayJob.options(live, plan))) {
      job.end();
    }
  }

  private static ReplayPlan plan(RunmarkOptions options, String topic, String from, String to)
      throws Exception {
    return ReplayPlan.of(options.kafka(), topic, from, to);
  }

  private static ReplayReport trial(RunmarkOptions options, String topic) throws Exception {
    return ReplayJob.trial(options, servers.index(), plan(options, topic, "earliest", "latest"));
  }

  private static void awaitAll(RunmarkOptions options, String topic) {
    Until.holds(() -> trial(options, topic).missing() == 0, () -> "all is in the index");
  }

  private static RunKey key(UUID run) {
    return new RunKey("default", run);
  }

  private static Map<UUID, String> contents(List<UUID> runs) throws Exception {
    Map<UUID, String> contents = new HashMap<>();
    RunReader reader = new RunReader(lookup, store);
    for (UUID run : runs) {
      contents.put(run, reader.find(key(run)).orElseThrow().document().toString());
    }
    return contents;
  }

  private static void assertNoOverlap(List<LineLocation> lines) {
    for (LineLocation one : lines) {
      for (LineLocation other : lines) {
        assertThat(
                one == other
                    || one.source() != other.source()
                    || one.span().hi() < other.span().lo()
                    || other.span().hi() < one.span().lo())
            .as("%s and %s hold no event together", one, other)
            .isTrue();
      }
    }
  }

  private static String in(List<UUID> runs) {
    return runs.stream()
        .map(run -> "'" + run + "'")
        .collect(java.util.stream.Collectors.joining(",", "(", ")"));
  }

  /** Until no window is open: then each partition may be read from after its last event. */
  private static void awaitPositions(String topic) {
    Until.holds(
        () ->
            "t"
                .equals(
                    value(
                        "SELECT bool_and(position = (SELECT max(hi) / 256 FROM runmark.lines l"
                            + " WHERE l.source = p.source)) FROM runmark.positions p"
                            + " JOIN runmark.sources USING (source) WHERE topic = '"
                            + topic
                            + "'")),
        () -> "the positions of " + topic + " are at its ends");
  }

  private static String positions(String topic) throws Exception {
    return value(
        "SELECT string_agg(partition || '@' || position, ',' ORDER BY partition)"
            + " || (SELECT count(*) FROM runmark.gaps) FROM runmark.positions"
            + " JOIN runmark.sources USING (source) WHERE topic = '"
            + topic
            + "'");
  }

  private static String value(String sql) throws Exception {
    try (Connection connection = servers.postgres().connect("runmark");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static void execute(String sql) throws Exception {
    try (Connection connection = servers.postgres().connect("runmark");
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = runmark");
      statement.execute(sql);
    }
  }
}
