package dev.runmark.storage.read;

import dev.runmark.embedded.s3.S3Server;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.OffsetIndex;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.index.PostgresReadIndex;
import dev.runmark.storage.index.RunLookup;
import dev.runmark.storage.objects.ObjectStore;
import dev.runmark.storage.objects.S3Credentials;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Options;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on the real PostgreSQL and an S3 server over HTTP. */
class RunReaderIT extends RunReaderContract {

  private static S3Server server;
  private static ObjectStore store;
  private static IndexDatabase database;

  private PostgresOffsetIndex index;
  private PostgresReadIndex lookup;

  @BeforeAll
  static void start() throws Exception {
    server = S3Server.start(Path.of("target", "s3-read-" + System.nanoTime()), 0);
    server.createBucket("runs");
    store =
        S3ObjectStore.open(
            S3Options.of("runs", server.region())
                .at(server.endpoint())
                .as(new S3Credentials(server.accessKey(), server.secretKey())));
    database = IndexDatabase.create();
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @BeforeEach
  void open() throws Exception {
    database.clear();
    index = new PostgresOffsetIndex(database.writer());
    lookup = new PostgresReadIndex(database.writer());
  }

  @AfterEach
  void close() {
    index.close();
    lookup.close();
  }

  @Override
  ObjectStore store() {
    return store;
  }

  @Override
  OffsetIndex index() {
    return index;
  }

  @Override
  RunLookup lookup() {
    return lookup;
  }
}
