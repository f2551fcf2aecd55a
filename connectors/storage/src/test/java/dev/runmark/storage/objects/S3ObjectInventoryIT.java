package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.embedded.faults.S3Fault;
import dev.runmark.embedded.faults.S3Operation;
import dev.runmark.embedded.faults.S3Proxy;
import dev.runmark.embedded.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on an S3 server, and each of its calls failing in every way. */
class S3ObjectInventoryIT extends ObjectInventoryContract {

  private static final int PIECE = 5 << 20;
  private static final AtomicInteger BUCKETS = new AtomicInteger();
  private static final List<S3Operation> OPERATIONS =
      List.of(
          S3Operation.LIST_OBJECTS,
          S3Operation.LIST_UPLOADS,
          S3Operation.DELETE_OBJECTS,
          S3Operation.ABORT_MULTIPART);

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

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @Override
  ObjectStore open() throws IOException {
    return open(Duration.ofSeconds(20));
  }

  @Override
  ObjectStore openKeeping() throws IOException {
    return open(Duration.ofSeconds(20), keeping, keeping.endpoint());
  }

  @Override
  int moreThanAPiece() {
    return PIECE + 1;
  }

  private static S3ObjectStore open(Duration retryBudget) throws IOException {
    return open(retryBudget, server, proxy.endpoint());
  }

  private static S3ObjectStore open(Duration retryBudget, S3Server server, URI endpoint)
      throws IOException {
    String bucket = "bucket-" + BUCKETS.incrementAndGet();
    server.createBucket(bucket);
    return S3ObjectStore.open(
        S3Options.of(bucket, server.region())
            .at(endpoint)
            .as(new S3Credentials(server.accessKey(), server.secretKey()))
            .with(
                S3Transfer.DEFAULT
                    .withPieces(PIECE, 2)
                    .withListPageSize(PAGE)
                    .withTimes(retryBudget, Duration.ofSeconds(10))));
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
            Arguments.of(S3Operation.LIST_OBJECTS, S3Fault.TRUNCATED),
            Arguments.of(S3Operation.LIST_OBJECTS, S3Fault.ERROR_IN_SUCCESS),
            Arguments.of(S3Operation.LIST_UPLOADS, S3Fault.TRUNCATED),
            Arguments.of(S3Operation.LIST_UPLOADS, S3Fault.ERROR_IN_SUCCESS),
            Arguments.of(S3Operation.DELETE_OBJECTS, S3Fault.TRUNCATED),
            Arguments.of(S3Operation.DELETE_OBJECTS, S3Fault.ERROR_IN_SUCCESS),
            Arguments.of(S3Operation.DELETE_OBJECTS, S3Fault.KEY_FAILED),
            Arguments.of(S3Operation.DELETE_OBJECTS, S3Fault.KEY_LEFT_OUT));
    return Stream.concat(everywhere, somewhere);
  }

  @ParameterizedTest
  @MethodSource("passingFaults")
  void oneFaultCostsOneMoreCall(S3Operation operation, S3Fault fault) throws IOException {
    try (S3ObjectStore store = open(Duration.ofSeconds(20))) {
      fill(store);
      int[] before = OPERATIONS.stream().mapToInt(proxy::calls).toArray();
      proxy.fail(operation, fault);

      clear(store);

      for (int i = 0; i < before.length; i++) {
        S3Operation each = OPERATIONS.get(i);
        int wanted = (each == S3Operation.LIST_OBJECTS ? 2 : 1) + (each == operation ? 1 : 0);
        assertThat(proxy.calls(each) - before[i]).as("%s", each).isEqualTo(wanted);
      }
      assertThat(store.head("keep")).isPresent();
      assertThat(store.head("go/3")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = S3Operation.class,
      names = {"LIST_OBJECTS", "LIST_UPLOADS", "DELETE_OBJECTS", "ABORT_MULTIPART"})
  void aRefusalFailsAtOnceAndNamesTheBucket(S3Operation operation) throws IOException {
    try (S3ObjectStore store = open(Duration.ofSeconds(20))) {
      fill(store);
      int before = proxy.calls(operation);
      proxy.fail(operation, S3Fault.ACCESS_DENIED, 100);
      assertThatThrownBy(() -> clear(store))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(" in bucket " + store.bucket() + ": 403");
      assertThat(proxy.calls(operation) - before).isEqualTo(1);
    }
  }

  @Test
  void aKeyThatIsDeniedIsNamed() throws IOException {
    try (S3ObjectStore store = open(Duration.ofSeconds(20))) {
      fill(store);
      proxy.fail(S3Operation.DELETE_OBJECTS, S3Fault.KEY_DENIED);
      assertThatThrownBy(() -> clear(store))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("delete go/0 in bucket " + store.bucket() + ": AccessDenied")
          .hasMessageContaining("1 of the same request failed");
    }
  }

  @Test
  void aKeyThatNeverGoesEndsWithTheBudget() throws IOException {
    try (S3ObjectStore store = open(Duration.ofMillis(300))) {
      fill(store);
      proxy.fail(S3Operation.DELETE_OBJECTS, S3Fault.KEY_FAILED, 100);
      assertThatThrownBy(() -> clear(store))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("delete 4 objects from go/0 in bucket " + store.bucket())
          .hasMessageContaining("gave up after")
          .hasMessageContaining("InternalError (injected)");
    }
  }

  private static void fill(S3ObjectStore store) throws IOException {
    for (int i = 0; i < 4; i++) {
      store.put("go/" + i, new byte[] {1}, 0, 1);
    }
    store.put("keep", new byte[] {1}, 0, 1);
    byte[] content = new byte[PIECE + 1];
    store.create("go/open").write(content, 0, content.length);
    // The piece travels on another thread.
    List<OpenUpload> open = new ArrayList<>();
    while (open.isEmpty()) {
      store.uploads("go/", open::addAll);
    }
  }

  private static void clear(S3ObjectStore store) throws IOException {
    List<String> keys = new ArrayList<>();
    store.objects("go/", page -> page.forEach(object -> keys.add(object.key())));
    store.delete(keys);
    List<OpenUpload> open = new ArrayList<>();
    store.uploads("go/", open::addAll);
    for (OpenUpload upload : open) {
      store.abort(upload);
    }
  }
}
