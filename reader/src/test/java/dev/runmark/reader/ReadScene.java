package dev.runmark.reader;

import dev.runmark.embedded.faults.PostgresProxy;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.faults.S3Proxy;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.options.ReaderOptions;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.objects.S3Credentials;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Options;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.read.StoredLines;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Both stores, written to directly, and read through proxies that count and break. */
final class ReadScene implements AutoCloseable {

  final Path directory = Path.of("target", "s3-reader-" + System.nanoTime());
  final S3Server server;
  final S3Proxy s3;
  final IndexDatabase database;
  final PostgresProxy postgres;
  final S3ObjectStore store;
  final PostgresOffsetIndex index;

  private ReadScene() throws Exception {
    server = S3Server.start(directory, 0);
    server.createBucket("runs");
    s3 = S3Proxy.start(server.endpoint());
    database = IndexDatabase.create();
    postgres = PostgresProxy.start("127.0.0.1", database.server().port());
    store = S3ObjectStore.open(s3Options(server.endpoint()));
    index = new PostgresOffsetIndex(database.writer());
  }

  static ReadScene open() throws Exception {
    return new ReadScene();
  }

  private S3Options s3Options(URI endpoint) {
    return S3Options.of("runs", server.region())
        .at(endpoint)
        .as(new S3Credentials(server.accessKey(), server.secretKey()));
  }

  /** A reader without a cache, so that every GET is seen. */
  RunmarkReader reader() {
    return reader(options());
  }

  static ReaderOptions options() {
    return ReaderOptions.DEFAULT.withCache(0);
  }

  RunmarkReader reader(ReaderOptions options) {
    return reader(options, IndexDatabase.SHORT_LIMITS);
  }

  RunmarkReader reader(ReaderOptions options, PostgresOptions.Limits limits) {
    return RunmarkReader.open(
        database.readerThrough(postgres.port(), limits), s3Options(s3.endpoint()), options);
  }

  SealedPart commit(Compression compression, RunLine... lines) throws Exception {
    return new StoredLines(store, index, FrameFormat.of(compression)).commit(lines);
  }

  Path file(SealedPart part) {
    return directory.resolve("runs").resolve(part.key());
  }

  /** What a piece of work asks of both stores: how often it waits for each. */
  record Calls(int roundTrips, int gets) {}

  interface Work {
    void run() throws Exception;
  }

  Calls counted(Work work) throws Exception {
    int roundTrips = postgres.roundTrips();
    int gets = s3.calls(S3Operation.GET_OBJECT);
    work.run();
    return new Calls(postgres.roundTrips() - roundTrips, s3.calls(S3Operation.GET_OBJECT) - gets);
  }

  static PostgresOptions.Limits limits(Duration statement) {
    PostgresOptions.Limits shorter = IndexDatabase.SHORT_LIMITS;
    return new PostgresOptions.Limits(
        Duration.ofSeconds(1),
        statement,
        shorter.lock(),
        shorter.idleInTransaction(),
        shorter.commitBudget());
  }

  @Override
  public void close() throws IOException {
    store.close();
    index.close();
    postgres.close();
    s3.close();
    server.close();
  }
}
