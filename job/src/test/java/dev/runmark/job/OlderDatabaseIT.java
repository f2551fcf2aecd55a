package dev.runmark.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.embedded.postgres.PostgresServer;
import dev.runmark.embedded.postgres.StopMode;
import dev.runmark.job.options.RunmarkOptions;
import dev.runmark.job.testing.JobServers;
import dev.runmark.job.testing.LocalJob;
import dev.runmark.job.testing.Until;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.part.RunKey;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that was restored from a backup lacks parts that the job's state says are stored. */
@SuppressWarnings("try") // A job is closed, not used.
class OlderDatabaseIT {

  @TempDir private Path directory;

  @Test
  void aJobIsRefusedForGoodWhenTheDataDirectoryWasPutBack() throws Exception {
    try (JobServers servers = JobServers.start(directory)) {
      String topic = servers.topics().create(1);
      RunmarkOptions options = servers.options(topic, servers.topics().create(1), "window: none");
      String before;
      try (LocalJob job = start(options, null)) {
        store(servers, topic);
        before = job.stop(directory);
      }
      backUp(servers.postgres(), "data", "copy");
      String after;
      try (LocalJob job = start(options, before)) {
        store(servers, topic);
        // The restore commits the parts of the last checkpoint again: only older ones are missed.
        store(servers, topic);
        after = job.stop(directory);
      }
      servers.postgres().stop(StopMode.FAST);
      run("rm", "-r", home("data"));
      backUp(servers.postgres(), "copy", "data");

      try (LocalJob job = start(options, after)) {
        assertThat(job.failure())
            .contains("commit: the ledger lacks 1 part(s) that this job committed before")
            .contains("The database is older than the job's state");
      }
    }
  }

  private LocalJob start(RunmarkOptions options, @Nullable String savepoint) throws Exception {
    return LocalJob.start(directory, savepoint, env -> RunmarkJob.define(env, options));
  }

  /** Sends a run and waits until a checkpoint has made it visible. */
  private static void store(JobServers servers, String topic) throws Exception {
    UUID run = UUID.randomUUID();
    byte[] value = ("{\"id\":\"" + run + "\"}").getBytes(UTF_8);
    servers.topics().send(new ProducerRecord<>(topic, 0, null, value));
    try (PostgresReadIndex lookup = new PostgresReadIndex(servers.index())) {
      Until.holds(
          () -> !lookup.find(new RunKey("default", run)).isEmpty(), () -> "run " + run + " is in");
    }
  }

  /** Copies one directory of the server to another one while the server is down. */
  private void backUp(PostgresServer server, String from, String to) throws Exception {
    server.stop(StopMode.FAST);
    run("cp", "-a", home(from), home(to));
    server.start();
  }

  private String home(String name) {
    return directory.resolve("postgres").resolve(name).toString();
  }

  /** The server's files belong to its own account: the tools keep that. */
  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
