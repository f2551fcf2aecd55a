package dev.runmark.quickstart.monitor;

import dev.runmark.embedded.s3.S3Server;
import dev.runmark.options.ServerOptions;
import dev.runmark.reader.http.ApiServer;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.objects.S3Credentials;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Options;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.FrameFormat;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import dev.runmark.storage.read.StoredLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Both stores with runs in them, and the API in front; what is in the index can be spoilt. */
final class StoredRuns implements AutoCloseable {

  static final int RUNS = 12;
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

  private final Path directory;
  private final S3Server s3;
  private final S3ObjectStore store;
  private final PostgresOffsetIndex index;
  private long offset;

  final IndexDatabase database;

  private StoredRuns(Path directory) throws Exception {
    this.directory = directory;
    s3 = S3Server.start(directory.resolve("s3"), 0);
    s3.createBucket("runs");
    database = IndexDatabase.create();
    store =
        S3ObjectStore.open(
            S3Options.of("runs", s3.region())
                .at(s3.endpoint())
                .as(new S3Credentials(s3.accessKey(), s3.secretKey())));
    index = new PostgresOffsetIndex(database.writer());
  }

  static StoredRuns in(Path directory) throws Exception {
    return new StoredRuns(directory);
  }

  /** Nothing but {@link #RUNS} runs of two parts, the first of which has a line in each. */
  void write() throws Exception {
    database.clear();
    RunLine[] creates = new RunLine[RUNS];
    for (int i = 0; i < RUNS; i++) {
      creates[i] = create(i);
    }
    commit(creates);
    commit(patch(0));
  }

  void commit(RunLine... lines) throws Exception {
    new StoredLines(store, index, FrameFormat.of(Compression.ZSTD)).commit(lines);
  }

  static UUID run(int number) {
    return new UUID(0x0193_0000_0000_7000L, 0x8000_0000_0000_0000L + number);
  }

  private static UUID trace(int number) {
    return new UUID(0x0193_0000_0000_7001L, 0x8000_0000_0000_0000L + number / 4);
  }

  private RunLine create(int number) {
    Listing listing =
        new Listing("project", null, "run", "llm", null, START.plusSeconds(number), null);
    return line(number, EventSpan.ofCreate(position()), listing, "\"name\":\"Grüße\"");
  }

  RunLine patch(int number) {
    return line(number, EventSpan.ofPatch(position()), Listing.NONE, "\"outputs\":{\"a\":1}");
  }

  private static RunLine line(int number, EventSpan span, Listing listing, String more) {
    byte[] bytes =
        ("{\"id\":\"" + run(number) + "\"," + more + "}").getBytes(StandardCharsets.UTF_8);
    return new RunLine(
        new RunKey("default", run(number)),
        trace(number),
        new SourcePartition(new UUID(7, 7), "runs", 0),
        span,
        listing,
        bytes,
        0,
        bytes.length);
  }

  private long position() {
    return EventSpan.position(offset++, 0);
  }

  /** There is no Kafka: nothing is sent here. */
  ApiServer serve(int port) throws Exception {
    var reader = database.reader();
    String text =
        """
        kafka: {bootstrap-servers: ["127.0.0.1:1"], topics: [runs]}
        dead-letters: {topic: runs-rejected}
        s3: {bucket: runs, region: "%s", endpoint: "%s", path-style: true, access-key: "%s", secret-key: "%s"}
        postgres: {url: "%s", user: "%s", password: "%s"}
        reader: {cache: 0 B, connection-wait: 1 s, object-wait: 5 s}
        api: {listen: "127.0.0.1:%d", delivery: 1 s}
        """
            .formatted(
                s3.region(),
                s3.endpoint(),
                secret("access", s3.accessKey()),
                secret("secret", s3.secretKey()),
                reader.url(),
                reader.user(),
                secret("postgres", reader.password().get()),
                port);
    return ApiServer.start(ServerOptions.parse("api.yaml", text, Map.of()));
  }

  private String secret(String name, String value) throws IOException {
    Path file = directory.resolve(name).toAbsolutePath();
    Files.writeString(file, value);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "file:" + file;
  }

  @Override
  public void close() throws IOException {
    index.close();
    store.close();
    s3.close();
  }
}
