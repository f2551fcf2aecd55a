package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.faults.S3Proxy;
import dev.runmark.embedded.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class S3ObjectStoreIT extends ObjectStoreContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static final S3Transfer TRANSFER =
      S3Transfer.DEFAULT
          .withPieces(5 << 20, 2)
          .withListPageSize(PAGE)
          .withTimes(Duration.ofSeconds(5), Duration.ofSeconds(20));

  @TempDir private static Path directory;
  @TempDir private static Path other;
  private static S3Server server;
  private static S3Server keeping;
  private static S3Proxy proxy;

  @BeforeAll
  static void startServer() throws IOException {
    server = S3Server.start(directory, 0);
    keeping = S3Server.startDefault(other, 0);
    proxy = S3Proxy.start(server.endpoint());
  }

  @AfterAll
  static void stopServer() {
    proxy.close();
    keeping.close();
    server.close();
  }

  @Override
  protected ObjectStore open() throws IOException {
    return S3ObjectStore.open(newBucket());
  }

  @Override
  protected ObjectStore openKeeping() throws IOException {
    return S3ObjectStore.open(newBucket(keeping));
  }

  @Override
  protected int pieceSize() {
    return TRANSFER.pieceSize();
  }

  private static S3Options newBucket() throws IOException {
    return newBucket(server);
  }

  private static S3Options newBucket(S3Server server) throws IOException {
    String bucket = "bucket-" + BUCKETS.incrementAndGet();
    server.createBucket(bucket);
    return S3Options.of(bucket, server.region())
        .at(server.endpoint())
        .as(new S3Credentials(server.accessKey(), server.secretKey()))
        .with(TRANSFER);
  }

  @ParameterizedTest
  @EnumSource(UploadChecksum.class)
  void payloadsTravelUnsignedWithTheirChecksum(UploadChecksum checksum) throws IOException {
    S3Options options = newBucket().at(proxy.endpoint()).with(TRANSFER.withChecksum(checksum));
    byte[] small = distinct(100);
    byte[] large = distinct(TRANSFER.pieceSize() + 1);
    int puts = proxy.calls(S3Operation.PUT_OBJECT);
    int pieces = proxy.calls(S3Operation.UPLOAD_PART);
    try (ObjectStore store = S3ObjectStore.open(options)) {
      store.put("small", small, 0, small.length);
      upload(store.create("large"), large, large.length);
      assertThat(store.read("large", ByteRange.ofLength(0, large.length))).isEqualTo(large);
    }
    assertSent(S3Operation.PUT_OBJECT, puts, 1, checksum);
    assertSent(S3Operation.UPLOAD_PART, pieces, 2, checksum);
  }

  private static void assertSent(
      S3Operation operation, int before, int calls, UploadChecksum checksum) {
    List<String> hashes = proxy.headers(operation, "x-amz-content-sha256");
    assertThat(hashes.subList(before, hashes.size()))
        .hasSize(calls)
        .containsOnly("UNSIGNED-PAYLOAD");
    List<String> crcs = proxy.headers(operation, "x-amz-checksum-crc32c");
    assertThat(crcs.subList(before, crcs.size()))
        .allMatch(value -> value.isEmpty() == (checksum != UploadChecksum.CRC32C));
    List<String> digests = proxy.headers(operation, "content-md5");
    assertThat(digests.subList(before, digests.size()))
        .allMatch(value -> value.isEmpty() == (checksum != UploadChecksum.MD5));
  }

  @Test
  void anObjectOfOnePieceIsOnePut() throws IOException {
    S3Options options = newBucket().at(proxy.endpoint());
    int puts = proxy.calls(S3Operation.PUT_OBJECT);
    int begun = proxy.calls(S3Operation.CREATE_MULTIPART);
    byte[] content = distinct(TRANSFER.pieceSize());
    try (ObjectStore store = S3ObjectStore.open(options)) {
      upload(store.create("piece"), content, 100_000);
    }
    assertThat(proxy.calls(S3Operation.PUT_OBJECT) - puts).isEqualTo(1);
    assertThat(proxy.calls(S3Operation.CREATE_MULTIPART) - begun).isZero();
  }

  /** Not every server looks at signatures. */
  @Test
  void wrongSecretFailsAtOnceAndIsNotShown() throws IOException {
    S3Options options =
        newBucket(keeping).as(new S3Credentials(keeping.accessKey(), "open-sesame"));
    try (ObjectStore store = S3ObjectStore.open(options)) {
      assertThatThrownBy(() -> store.put("a", new byte[] {1}, 0, 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("put a in bucket " + options.bucket())
          .hasMessageContaining("403 SignatureDoesNotMatch")
          .hasMessageNotContaining("open-sesame");
    }
    assertThat(options.toString()).doesNotContain("open-sesame");
  }

  @Test
  void missingBucketIsNamed() {
    S3Options options =
        S3Options.of("no-such-bucket", server.region())
            .at(server.endpoint())
            .as(new S3Credentials(server.accessKey(), server.secretKey()))
            .with(TRANSFER);
    try (ObjectStore store = S3ObjectStore.open(options)) {
      assertThatThrownBy(() -> store.put("a", new byte[] {1}, 0, 1))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("404 NoSuchBucket");
      assertThatThrownBy(() -> store.read("a", new ByteRange(0, 1)))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(ObjectMissingException.class)
          .hasMessageContaining("404 NoSuchBucket");
    }
  }
}
