package dev.runmark.storage.sweep;

import dev.runmark.embedded.faults.S3Proxy;
import dev.runmark.embedded.s3.S3Server;
import dev.runmark.storage.index.IndexDatabase;
import dev.runmark.storage.index.PartCommit;
import dev.runmark.storage.index.PostgresOffsetIndex;
import dev.runmark.storage.index.PostgresOptions;
import dev.runmark.storage.index.SweepLedger;
import dev.runmark.storage.objects.S3Credentials;
import dev.runmark.storage.objects.S3ObjectStore;
import dev.runmark.storage.objects.S3Options;
import dev.runmark.storage.objects.S3Transfer;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RowsEncoder;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A bucket of the real server, whose objects can be made to look older, and a real index with its
 * roles.
 */
final class SweepScene implements AutoCloseable {

  static final String KEEPER_PASSWORD = "keeper's secret";
  static final int PIECE = 5 << 20;

  private static final byte[] CONTENT = "{\"id\":\"x\"}\n".getBytes(StandardCharsets.UTF_8);

  final S3Server server;
  final S3Proxy proxy;
  final IndexDatabase database;
  private String bucket = "";

  SweepScene(Path directory) throws Exception {
    this(S3Server.start(directory, 0));
  }

  /** On a server that is closed with it. */
  SweepScene(S3Server server) throws Exception {
    this.server = server;
    proxy = S3Proxy.start(server.endpoint());
    database = IndexDatabase.create();
    database.execute(
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'keeper') THEN"
            + " CREATE ROLE keeper LOGIN PASSWORD 'keeper''s secret' IN ROLE runmark_maintenance;"
            + " END IF; END $$");
  }

  /** An empty bucket and an empty index. */
  void begin() throws Exception {
    bucket = "bucket-" + UUID.randomUUID();
    server.createBucket(bucket);
    database.clear();
    proxy.heal();
  }

  PostgresOptions keeper() {
    return new PostgresOptions(
        database.writer().url(),
        "keeper",
        () -> KEEPER_PASSWORD,
        "runmark",
        IndexDatabase.SHORT_LIMITS);
  }

  S3ObjectStore store(Duration retryBudget) {
    return store(retryBudget, server.endpoint());
  }

  S3ObjectStore faultyStore(Duration retryBudget) {
    return store(retryBudget, proxy.endpoint());
  }

  private S3ObjectStore store(Duration retryBudget, URI endpoint) {
    return S3ObjectStore.open(
        S3Options.of(bucket, server.region())
            .at(endpoint)
            .as(new S3Credentials(server.accessKey(), server.secretKey()))
            .with(
                S3Transfer.DEFAULT
                    .withPieces(PIECE, 1)
                    .withListPageSize(7)
                    .withTimes(retryBudget, Duration.ofSeconds(10))));
  }

  SweepReport sweep(Duration grace) throws IOException {
    try (S3ObjectStore store = store(Duration.ofSeconds(20));
        SweepLedger ledger = new SweepLedger(keeper())) {
      return new Sweep(store, ledger, "runs").run(new SweepPlan(grace, false, true), report -> {});
    }
  }

  /** What a writer would leave: a part of one line, opened so long ago, and its rows object. */
  SealedPart stage(S3ObjectStore store, Duration age, Compression compression) throws IOException {
    PartId id = PartId.mint(Instant.now().minus(age));
    RowsObject rows = rows(id, compression);
    SealedPart part = rows.sealedAt(new PartLocation(store.bucket(), "runs"));
    put(store, part.key(), CONTENT);
    put(store, part.rowsKey(), rows.bytes());
    age(part.key(), age);
    age(part.rowsKey(), age);
    return part;
  }

  private static RowsObject rows(PartId id, Compression compression) {
    RowsEncoder encoder = new RowsEncoder();
    encoder.add(
        new RunLine(
            new RunKey("default", id.uuid()),
            id.uuid(),
            new SourcePartition(new UUID(7, 7), "runs", 0),
            EventSpan.ofCreate(EventSpan.position(1, 0)),
            Listing.NONE,
            CONTENT,
            0,
            CONTENT.length - 1),
        17);
    encoder.frameEnded(CONTENT.length, 1);
    return encoder.seal(id, compression, 17);
  }

  static void put(S3ObjectStore store, String key, byte[] content) throws IOException {
    store.put(key, content, 0, content.length);
  }

  /** As if the store had taken it in so long ago. */
  void age(String key, Duration age) throws IOException {
    server.backdate(bucket, key, Instant.now().minus(age));
  }

  /** Makes every open upload that old. */
  void ageUploads(Duration age) throws IOException {
    server.backdateUploads(bucket, Instant.now().minus(age));
  }

  /** An upload that never ends. */
  static void leaveOpen(S3ObjectStore store, String key) throws IOException {
    byte[] content = new byte[PIECE + 1];
    store.create(key).write(content, 0, content.length);
  }

  /** As a writer's own committer does: the rows are still at hand. */
  void commit(PostgresOffsetIndex index, SealedPart part) throws Exception {
    RowsObject rows = rows(part.id(), part.compression());
    index.commit(new PartCommit(List.of(part), Set.of(), List.of(), any -> rows));
  }

  boolean isCommitted(SealedPart part) throws Exception {
    return database.number("SELECT count(*) FROM parts WHERE part = '" + part.id() + "'") == 1;
  }

  /** How many rows of the index name the part. */
  long rowsOf(SealedPart part) throws Exception {
    return database.number("SELECT count(*) FROM runs WHERE part = '" + part.id() + "'");
  }

  Set<String> keys(S3ObjectStore store) throws IOException {
    Set<String> keys = new TreeSet<>();
    store.objects("", page -> page.forEach(object -> keys.add(object.key())));
    return keys;
  }

  Set<String> uploads(S3ObjectStore store) throws IOException {
    Set<String> keys = new TreeSet<>();
    store.uploads("", page -> page.forEach(upload -> keys.add(upload.key())));
    return keys;
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
