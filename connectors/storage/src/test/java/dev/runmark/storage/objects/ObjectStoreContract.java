package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every object store does. A store of S3's must list in pages of {@link #PAGE} keys. */
public abstract class ObjectStoreContract {

  /** Keys per listing request, small so that a few objects need several. */
  protected static final int PAGE = 3;

  private static final String KEY = "runs/dt=2026-01-02/a.ndjson";

  private ObjectStore store;

  /** A new, empty store. */
  protected abstract ObjectStore open() throws IOException;

  /** The same, of a kind that keeps an object when another upload of its key is aborted. */
  protected ObjectStore openKeeping() throws IOException {
    return open();
  }

  /** Bytes of a piece, where the store has such a thing. */
  protected int pieceSize() {
    return 64 * 1024;
  }

  @BeforeEach
  void openStore() throws IOException {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void readsBackWhatWasPut() throws IOException {
    byte[] content = distinct(1000);
    store.put(KEY, content, 100, 300);
    assertThat(store.read(KEY, new ByteRange(0, 300))).isEqualTo(slice(content, 100, 300));
    assertThat(store.head(KEY)).get().extracting(StoredObject::length).isEqualTo(300L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "päron/dt=2026-01-02/日本.ndjson", "a b/c+d=e&f%20~'()*!.zst"})
  void keysOfTheGrammarAreKept(String key) throws IOException {
    store.put(key, distinct(10), 0, 10);
    assertThat(keys("")).containsExactly(key);
    assertThat(store.read(key, new ByteRange(0, 10))).isEqualTo(distinct(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/a", "a/", "a//b", "..", "a/../b", "a/./b", "../a", ".a", "a\nb", "a\\b"})
  void otherKeysAreRefused(String key) {
    byte[] content = {1};
    assertThatThrownBy(() -> store.put(key, content, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("object key");
    assertThatThrownBy(() -> store.create(key)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.read(key, new ByteRange(0, 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noObjectIsEmpty() throws IOException {
    ObjectUpload upload = store.create(KEY);
    upload.write(distinct(1), 0, 0);
    assertThatThrownBy(upload::complete).isInstanceOf(IllegalStateException.class);
    upload.abort();
    assertThatThrownBy(() -> store.put(KEY, distinct(1), 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.head(KEY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0+1", "1-1", "1+0", "1+1", "2+0", "5+7"})
  void objectsAroundThePiecesEdgesAreWhole(String size) throws IOException {
    String[] parts = size.split("(?=[+-])");
    int length = Integer.parseInt(parts[0]) * pieceSize() + Integer.parseInt(parts[1]);
    byte[] content = distinct(length);
    assertThat(upload(store.create(KEY), content, 4096 * 13 + 1)).isEqualTo(length);
    assertSame(content);
  }

  @Test
  void oneWriteMayBeLongerThanAPiece() throws IOException {
    byte[] content = distinct(3 * pieceSize() + 11);
    upload(store.create(KEY), content, content.length);
    assertSame(content);
  }

  @Test
  void writtenArrayMayBeReused() throws IOException {
    byte[] array = distinct(100);
    ObjectUpload upload = store.create(KEY);
    upload.write(array, 0, 100);
    Arrays.fill(array, (byte) 0);
    upload.complete();
    assertSame(distinct(100));
  }

  @Test
  void nothingIsVisibleBeforeComplete() throws IOException {
    ObjectUpload upload = store.create(KEY);
    upload.write(distinct(pieceSize() + 1), 0, pieceSize() + 1);
    assertThat(store.head(KEY)).isEmpty();
    assertThat(keys("")).isEmpty();
    upload.complete();
    assertThat(keys("")).containsExactly(KEY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void abortLeavesNothing(int pieces) throws IOException {
    ObjectUpload upload = store.create(KEY);
    byte[] content = distinct(pieces * pieceSize() + 1);
    upload.write(content, 0, content.length);
    upload.abort();
    upload.abort();
    assertThat(store.head(KEY)).isEmpty();
    assertThat(keys("")).isEmpty();
    assertThatThrownBy(() -> upload.write(content, 0, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(upload::complete).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void abortAfterCompleteKeepsTheObject() throws IOException {
    ObjectUpload upload = store.create(KEY);
    upload.write(distinct(9), 0, 9);
    upload.complete();
    upload.abort();
    assertSame(distinct(9));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anObjectIsNeverOverwritten(int pieces) throws IOException {
    store.put(KEY, distinct(50), 0, 50);
    assertThatThrownBy(() -> store.put(KEY, new byte[50], 0, 50))
        .isInstanceOf(ObjectExistsException.class)
        .hasMessageContaining(KEY);
    ObjectUpload second = store.create(KEY);
    second.write(new byte[pieces * pieceSize() + 1], 0, pieces * pieceSize() + 1);
    assertThatThrownBy(second::complete).isInstanceOf(ObjectExistsException.class);
    assertSame(distinct(50));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void abortOfAnUploadThatWasRefusedKeepsTheObject(int pieces) throws IOException {
    store.close();
    store = openKeeping();
    store.put(KEY, distinct(50), 0, 50);
    ObjectUpload second = store.create(KEY);
    second.write(new byte[pieces * pieceSize() + 1], 0, pieces * pieceSize() + 1);
    assertThatThrownBy(second::complete).isInstanceOf(ObjectExistsException.class);

    second.abort();

    assertSame(distinct(50));
  }

  @Test
  void rangesAreExactAtBothEnds() throws IOException {
    byte[] content = distinct(1000);
    store.put(KEY, content, 0, 1000);
    for (ByteRange range :
        List.of(
            new ByteRange(0, 1),
            new ByteRange(999, 1000),
            new ByteRange(0, 1000),
            new ByteRange(499, 501))) {
      assertThat(store.read(KEY, range))
          .isEqualTo(slice(content, (int) range.start(), (int) range.length()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {900, 1000, 5_000_000_000L})
  void aRangeBeyondTheEndIsAnError(long start) throws IOException {
    store.put(KEY, distinct(1000), 0, 1000);
    assertThatThrownBy(() -> store.read(KEY, ByteRange.ofLength(start, 101)))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ObjectMissingException.class)
        .hasMessageContaining(KEY)
        .hasMessageContaining(Long.toString(start));
  }

  @Test
  void aMissingObjectIsNamed() throws IOException {
    assertThatThrownBy(() -> store.read(KEY, new ByteRange(0, 1)))
        .isInstanceOf(ObjectMissingException.class)
        .hasMessageContaining(KEY)
        .hasMessageContaining(store.bucket());
    assertThat(store.head(KEY)).isEmpty();
  }

  @Test
  void listsByPrefixInOrderOverPages() throws IOException {
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 2 * PAGE + 1; i++) {
      wanted.add("runs/dt=2026-01-0" + (i / 3 + 1) + "/" + (char) ('a' + i) + ".ndjson");
    }
    for (int i = wanted.size() - 1; i >= 0; i--) {
      store.put(wanted.get(i), distinct(i + 1), 0, i + 1);
    }
    store.put("runs2/x", distinct(1), 0, 1);
    store.put("other", distinct(1), 0, 1);
    assertThat(keys("runs/")).containsExactlyElementsOf(wanted);
    assertThat(keys("runs/dt=2026-01-02/")).containsExactlyElementsOf(wanted.subList(3, 6));
    assertThat(keys("runs/dt=2026-01-02/e")).containsExactly(wanted.get(4));
    assertThat(keys("none/")).isEmpty();
    assertThat(keys("")).hasSize(wanted.size() + 2);
    try (Stream<StoredObject> objects = store.list("runs/")) {
      assertThat(objects.map(StoredObject::length).toList())
          .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }
  }

  @Test
  void deletingTwiceIsDeletingOnce() throws IOException {
    store.put(KEY, distinct(5), 0, 5);
    store.delete(KEY);
    store.delete(KEY);
    assertThat(store.head(KEY)).isEmpty();
    assertThat(keys("")).isEmpty();
  }

  @Test
  void uploadsSideBySideDoNotMix() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Long>> uploads = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int seed = i;
        uploads.add(
            threads.submit(
                () ->
                    upload(store.create("side/" + seed), bytes(2 * pieceSize() + 5, seed), 9999)));
      }
      for (int i = 0; i < 3; i++) {
        int length = Math.toIntExact(uploads.get(i).get());
        assertThat(store.read("side/" + i, ByteRange.ofLength(0, length)))
            .isEqualTo(bytes(2 * pieceSize() + 5, i));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertSame(byte[] content) throws IOException {
    assertThat(store.head(KEY))
        .get()
        .extracting(StoredObject::length)
        .isEqualTo((long) content.length);
    assertThat(store.read(KEY, ByteRange.ofLength(0, content.length))).isEqualTo(content);
  }

  private List<String> keys(String prefix) throws IOException {
    try (Stream<StoredObject> objects = store.list(prefix)) {
      return objects.map(StoredObject::key).toList();
    }
  }

  /** Writes in chunks and completes. */
  protected static long upload(ObjectUpload upload, byte[] content, int chunk) throws IOException {
    for (int at = 0; at < content.length; at += chunk) {
      upload.write(content, at, Math.min(chunk, content.length - at));
    }
    return upload.complete();
  }

  /** Bytes in which no two places look alike. */
  protected static byte[] distinct(int length) {
    return bytes(length, 42);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    byte[] text = "née\n".getBytes(StandardCharsets.UTF_8);
    System.arraycopy(text, 0, bytes, 0, Math.min(text.length, length));
    return bytes;
  }

  private static byte[] slice(byte[] bytes, int offset, int length) {
    return Arrays.copyOfRange(bytes, offset, offset + length);
  }
}
