package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.faults.S3Proxy;
import dev.runmark.embedded.s3.S3Server;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of every kind fails in every way: the outcome is right, and calls are few. */
class S3FaultsIT {

  private static final int PIECE = 5 << 20;
  private static final byte[] SMALL = bytes(1000);
  private static final byte[] LARGE = bytes(PIECE + 1000);
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static final List<S3Operation> OPERATIONS =
      List.of(
          S3Operation.PUT_OBJECT,
          S3Operation.CREATE_MULTIPART,
          S3Operation.UPLOAD_PART,
          S3Operation.COMPLETE_MULTIPART,
          S3Operation.ABORT_MULTIPART,
          S3Operation.HEAD_OBJECT,
          S3Operation.GET_OBJECT,
          S3Operation.LIST_OBJECTS,
          S3Operation.DELETE_OBJECT);

  @TempDir private static Path directory;
  private static S3Server server;

  private S3Proxy proxy;
  private S3Options options;
  private ObjectStore store;

  @BeforeAll
  static void startServer() throws IOException {
    // s3mock calls a checksum that is not the body's BadRequest, and S3 BadDigest: only that is
    // retried.
    server = S3Server.startDefault(directory, 0);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void openStore() throws IOException {
    proxy = S3Proxy.start(server.endpoint());
    String bucket = "bucket-" + BUCKETS.incrementAndGet();
    server.createBucket(bucket);
    options =
        S3Options.of(bucket, server.region())
            .at(proxy.endpoint())
            .as(new S3Credentials(server.accessKey(), server.secretKey()));
    store = open(Duration.ofSeconds(30), UploadChecksum.CRC32C);
  }

  @AfterEach
  void closeStore() {
    proxy.heal();
    store.close();
    proxy.close();
  }

  private ObjectStore open(Duration retryBudget, UploadChecksum checksum) {
    S3Transfer transfer =
        S3Transfer.DEFAULT
            .withPieces(PIECE, 2)
            .withTimes(retryBudget, Duration.ofSeconds(4))
            .withChecksum(checksum);
    return S3ObjectStore.open(options.with(transfer));
  }

  private static Stream<Arguments> passingFaults() {
    Stream<Arguments> everywhere =
        OPERATIONS.stream()
            .flatMap(
                operation ->
                    Stream.of(
                            S3Fault.INTERNAL_ERROR,
                            S3Fault.SLOW_DOWN,
                            S3Fault.TOO_MANY_REQUESTS,
                            S3Fault.RESET,
                            S3Fault.ANSWER_LOST)
                        .map(fault -> Arguments.of(operation, fault)));
    Stream<Arguments> somewhere =
        Stream.of(
            Arguments.of(S3Operation.PUT_OBJECT, S3Fault.STALL),
            Arguments.of(S3Operation.GET_OBJECT, S3Fault.STALL),
            Arguments.of(S3Operation.PUT_OBJECT, S3Fault.UPLOAD_FLIPPED),
            Arguments.of(S3Operation.UPLOAD_PART, S3Fault.UPLOAD_FLIPPED),
            Arguments.of(S3Operation.COMPLETE_MULTIPART, S3Fault.ERROR_IN_SUCCESS),
            Arguments.of(S3Operation.COMPLETE_MULTIPART, S3Fault.TRUNCATED),
            Arguments.of(S3Operation.CREATE_MULTIPART, S3Fault.TRUNCATED),
            Arguments.of(S3Operation.LIST_OBJECTS, S3Fault.TRUNCATED),
            Arguments.of(S3Operation.GET_OBJECT, S3Fault.TRUNCATED),
            Arguments.of(S3Operation.GET_OBJECT, S3Fault.RANGE_IGNORED),
            Arguments.of(S3Operation.GET_OBJECT, S3Fault.RANGE_SHIFTED));
    return Stream.concat(everywhere, somewhere);
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void oneFaultCostsOneMoreCall(S3Operation operation, S3Fault fault) throws IOException {
    proxy.fail(operation, fault);
    useEveryOperation();
    Map<S3Operation, Integer> wanted = new EnumMap<>(S3Operation.class);
    wanted.put(S3Operation.PUT_OBJECT, 1);
    wanted.put(S3Operation.CREATE_MULTIPART, 2);
    wanted.put(S3Operation.UPLOAD_PART, 3);
    wanted.put(S3Operation.COMPLETE_MULTIPART, 1);
    wanted.put(S3Operation.ABORT_MULTIPART, 1);
    wanted.put(S3Operation.HEAD_OBJECT, 2);
    wanted.put(S3Operation.GET_OBJECT, 2);
    wanted.put(S3Operation.LIST_OBJECTS, 2);
    wanted.put(S3Operation.DELETE_OBJECT, 1);
    wanted.merge(operation, 1, Integer::sum);
    assertThat(OPERATIONS)
        .allSatisfy(
            each -> assertThat(proxy.calls(each)).as("%s", each).isEqualTo(wanted.get(each)));
  }

  private void useEveryOperation() throws IOException {
    store.put("small", SMALL, 0, SMALL.length);
    ObjectUpload upload = store.create("large");
    upload.write(LARGE, 0, LARGE.length);
    assertThat(upload.complete()).isEqualTo(LARGE.length);
    ObjectUpload given = store.create("given-up");
    given.write(LARGE, 0, LARGE.length);
    given.abort();
    assertThat(keys()).containsExactly("large", "small");
    assertThat(store.read("small", ByteRange.ofLength(0, SMALL.length))).isEqualTo(SMALL);
    assertThat(store.read("large", ByteRange.ofLength(0, LARGE.length))).isEqualTo(LARGE);
    store.delete("small");
    assertThat(keys()).containsExactly("large");
  }

  @Test
  void aLongOutageWithinTheBudgetIsOvercome() throws IOException {
    proxy.fail(S3Operation.COMPLETE_MULTIPART, S3Fault.ERROR_IN_SUCCESS, 2);
    proxy.fail(S3Operation.COMPLETE_MULTIPART, S3Fault.ANSWER_LOST, 2);
    proxy.fail(S3Operation.UPLOAD_PART, S3Fault.RESET, 4);
    useEveryOperation();
    assertThat(proxy.calls(S3Operation.COMPLETE_MULTIPART)).isEqualTo(5);
    assertThat(proxy.calls(S3Operation.UPLOAD_PART)).isEqualTo(7);
  }

  /** S3 forgets an upload some time after its completion; the embedded server does not. */
  @Test
  void aCompletionThatFindsItsUploadGoneIsSettledByTheObject() throws IOException {
    proxy.fail(S3Operation.COMPLETE_MULTIPART, S3Fault.ANSWER_LOST);
    proxy.fail(S3Operation.COMPLETE_MULTIPART, S3Fault.NO_SUCH_UPLOAD);
    useEveryOperation();
    assertThat(proxy.calls(S3Operation.COMPLETE_MULTIPART)).isEqualTo(2);
  }

  @Test
  void anUploadThatIsGoneWithoutItsObjectIsAnError() throws IOException {
    proxy.fail(S3Operation.COMPLETE_MULTIPART, S3Fault.RESET);
    proxy.fail(S3Operation.COMPLETE_MULTIPART, S3Fault.NO_SUCH_UPLOAD);
    ObjectUpload upload = store.create("large");
    upload.write(LARGE, 0, LARGE.length);
    assertThatThrownBy(upload::complete)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("confirm large")
        .hasMessageContaining("the store has no object");
    upload.abort();
    assertThat(keys()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = S3Fault.class,
      names = {"TRUNCATED", "RANGE_IGNORED", "RANGE_SHIFTED", "SLOW_DOWN"})
  void whatIsNotTheRangeIsNeverReturned(S3Fault fault) throws IOException {
    store.put("small", SMALL, 0, SMALL.length);
    proxy.fail(S3Operation.GET_OBJECT, fault, 100);
    try (ObjectStore impatient = open(Duration.ofSeconds(1), UploadChecksum.CRC32C)) {
      assertThatThrownBy(() -> impatient.read("small", new ByteRange(10, 20)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("read bytes=10-19 of small in bucket " + options.bucket())
          .hasMessageContaining("gave up after");
    }
    // Pauses of at least 50, 100, 200 and 400 ms: a sixth try would be over the budget.
    assertThat(proxy.calls(S3Operation.GET_OBJECT)).isBetween(2, 5);
  }

  /** S3 has no checksum of a range: this one is for the CRC in the row. */
  @Test
  void aByteThatFlipsInAnAnswerIsNotNoticedHere() throws IOException {
    store.put("small", SMALL, 0, SMALL.length);
    proxy.fail(S3Operation.GET_OBJECT, S3Fault.ANSWER_FLIPPED);
    assertThat(store.read("small", new ByteRange(0, 100)))
        .hasSize(100)
        .isNotEqualTo(store.read("small", new ByteRange(0, 100)));
  }

  @ParameterizedTest
  @EnumSource(
      value = S3Operation.class,
      names = {"ABORT_MULTIPART", "DELETE_OBJECTS", "LIST_UPLOADS", "OTHER"},
      mode = EnumSource.Mode.EXCLUDE)
  void aRefusalFailsAtOnce(S3Operation operation) {
    proxy.fail(operation, S3Fault.ACCESS_DENIED, 100);
    assertThatThrownBy(this::useEveryOperation)
        .isInstanceOf(IOException.class)
        .hasStackTraceContaining("in bucket " + options.bucket() + ": 403");
    // Two pieces are in flight when the first one is refused.
    assertThat(proxy.calls(operation)).isBetween(1, operation == S3Operation.UPLOAD_PART ? 2 : 1);
  }

  @Test
  void anAnswerWithoutTheObjectIsNoSuccess() throws IOException {
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.ERROR_IN_SUCCESS);
    assertThatThrownBy(() -> store.put("small", SMALL, 0, SMALL.length))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wrote 1000 bytes, the store has no object");
  }

  @ParameterizedTest
  @EnumSource(
      value = UploadChecksum.class,
      names = {"CRC32C", "MD5"})
  void aByteThatFlipsOnItsWayIsSentAgain(UploadChecksum checksum) throws IOException {
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.UPLOAD_FLIPPED);
    proxy.fail(S3Operation.UPLOAD_PART, S3Fault.UPLOAD_FLIPPED);
    try (ObjectStore checking = open(Duration.ofSeconds(30), checksum)) {
      checking.put("small", SMALL, 0, SMALL.length);
      ObjectUpload upload = checking.create("large");
      upload.write(LARGE, 0, LARGE.length);
      upload.complete();
    }
    assertThat(store.read("small", ByteRange.ofLength(0, SMALL.length))).isEqualTo(SMALL);
    assertThat(store.read("large", ByteRange.ofLength(0, LARGE.length))).isEqualTo(LARGE);
    assertThat(proxy.calls(S3Operation.PUT_OBJECT)).isEqualTo(2);
    assertThat(proxy.calls(S3Operation.UPLOAD_PART)).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = S3Fault.class,
      names = {"INTERNAL_ERROR", "ANSWER_LOST", "ERROR_IN_SUCCESS", "RESET"})
  void abortAfterAFailedCompletionLeavesNoObject(S3Fault fault) throws IOException {
    proxy.fail(S3Operation.COMPLETE_MULTIPART, fault, 100);
    proxy.fail(S3Operation.PUT_OBJECT, fault, 100);
    try (ObjectStore impatient = open(Duration.ofMillis(300), UploadChecksum.CRC32C)) {
      for (byte[] content : List.of(SMALL, LARGE)) {
        ObjectUpload upload = impatient.create("lost-" + content.length);
        upload.write(content, 0, content.length);
        assertThatThrownBy(upload::complete).isInstanceOf(IOException.class);
        upload.abort();
      }
    }
    assertThat(keys()).isEmpty();
    assertThat(proxy.calls(S3Operation.ABORT_MULTIPART)).isEqualTo(1);
  }

  @Test
  void aPieceThatFailedFailsTheUpload() throws IOException {
    proxy.fail(S3Operation.UPLOAD_PART, S3Fault.ACCESS_DENIED);
    ObjectUpload upload = store.create("large");
    upload.write(LARGE, 0, LARGE.length);
    assertThatThrownBy(upload::complete)
        .hasMessageContaining("write large")
        .cause()
        .hasMessageMatching(
            "upload piece [12] of large in bucket " + options.bucket() + ": 403 .*");
    upload.abort();
    assertThat(proxy.calls(S3Operation.COMPLETE_MULTIPART)).isZero();
    assertThat(proxy.calls(S3Operation.ABORT_MULTIPART)).isEqualTo(1);
  }

  @Test
  void abortCleansUpForAnInterruptedOwner() throws IOException {
    ObjectUpload upload = store.create("large");
    upload.write(LARGE, 0, LARGE.length);
    Thread.currentThread().interrupt();
    upload.abort();
    assertThat(Thread.interrupted()).isTrue();
    // Closing waits for what is under way.
    store.close();
    assertThat(proxy.calls(S3Operation.ABORT_MULTIPART)).isEqualTo(1);
  }

  @Test
  void anInterruptedCallEnds() {
    proxy.fail(S3Operation.PUT_OBJECT, S3Fault.INTERNAL_ERROR, 100);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> store.put("small", SMALL, 0, SMALL.length))
        .isInstanceOf(InterruptedIOException.class)
        .hasMessageContaining("put small");
    assertThat(Thread.interrupted()).isTrue();
  }

  private List<String> keys() throws IOException {
    try (Stream<StoredObject> objects = store.list("")) {
      return objects.map(StoredObject::key).toList();
    }
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
