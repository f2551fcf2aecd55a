package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store does for the sweep. One of S3's must list in pages of {@link #PAGE} entries. */
abstract class ObjectInventoryContract {

  static final int PAGE = 3;

  private ObjectStore store;
  private ObjectInventory inventory;

  /** A new, empty store, which is an inventory as well. */
  abstract ObjectStore open() throws IOException;

  /** The same, of a kind that tells two uploads of one key apart when one of them is aborted. */
  ObjectStore openKeeping() throws IOException {
    return open();
  }

  /** More bytes than the store keeps to itself before it begins an upload. */
  int moreThanAPiece() {
    return 1;
  }

  @BeforeEach
  void openStore() throws IOException {
    openStore(open());
  }

  private void openStore(ObjectStore opened) {
    store = opened;
    inventory = (ObjectInventory) opened;
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void everyObjectOfAPrefixIsListedOnceWithItsLengthAndTime() throws IOException {
    Instant before = Instant.now().minusSeconds(1);
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 2 * PAGE + 1; i++) {
      wanted.add("runs/dt=2026-01-0" + (i / 3 + 1) + "/" + (char) ('a' + i));
      put(wanted.get(i), i + 1);
    }
    put("runs2/dt=2026-01-01/a", 1);
    put("other", 1);

    List<StoredObject> found = objects("runs/dt=");

    assertThat(found).extracting(StoredObject::key).containsExactlyElementsOf(wanted);
    assertThat(found).extracting(StoredObject::length).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(found)
        .allMatch(o -> !o.lastModified().isBefore(before))
        .allMatch(o -> o.lastModified().isBefore(Instant.now().plusSeconds(1)));
    assertThat(objects("none/")).isEmpty();
    assertThat(inventory.bucket()).isEqualTo(store.bucket());
  }

  @Test
  void strangeKeysAreListedAndDeletedAsTheyAre() throws IOException {
    List<String> strange =
        List.of("a b/c+d=e&f%20~'()*!.zst", "päron/日本.ndjson", "q<\"&amp;>.rows");
    for (String key : strange) {
      put(key, 1);
    }
    assertThat(objects("")).extracting(StoredObject::key).containsExactlyElementsOf(strange);

    inventory.delete(strange.subList(1, 3));

    assertThat(objects("")).extracting(StoredObject::key).containsExactly(strange.get(0));
  }

  @Test
  void moreKeysThanOneRequestTakesAreDeletedAndNoOther() throws IOException {
    put("keep", 1);
    put("go-0", 1);
    put("go-1500", 1);

    inventory.delete(IntStream.rangeClosed(0, 1500).mapToObj(i -> "go-" + i).toList());

    assertThat(objects("")).extracting(StoredObject::key).containsExactly("keep");
    inventory.delete(List.of());
    assertThat(objects("")).hasSize(1);
  }

  @Test
  void oneWrongKeyDeletesNothing() throws IOException {
    put("a", 1);

    assertThatThrownBy(() -> inventory.delete(List.of("a", "../b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("object key");

    assertThat(objects("")).hasSize(1);
  }

  @Test
  void openUploadsAreListedWithTheirKeyAndAge() throws IOException {
    Instant before = Instant.now().minusSeconds(1);
    List<ObjectUpload> open = new ArrayList<>();
    for (String key : List.of("runs/a", "runs/b", "runs/b", "runs/d/e", "runs/f", "runs2/g")) {
      open.add(begin(key));
    }

    List<OpenUpload> found = uploads("runs/");

    assertThat(found)
        .extracting(OpenUpload::key)
        .containsExactlyInAnyOrder("runs/a", "runs/b", "runs/b", "runs/d/e", "runs/f");
    assertThat(found).extracting(OpenUpload::id).doesNotHaveDuplicates();
    assertThat(found)
        .allMatch(u -> !u.initiated().isBefore(before))
        .allMatch(u -> u.initiated().isBefore(Instant.now().plusSeconds(1)));
    open.forEach(ObjectUpload::abort);
    assertThat(uploads("")).isEmpty();
  }

  @Test
  void whatIsCompleteIsNoOpenUpload() throws IOException {
    begin("a").complete();

    assertThat(uploads("")).isEmpty();
    assertThat(objects("")).hasSize(1);
  }

  @Test
  void anAbortedUploadIsGone() throws IOException {
    ObjectUpload one = begin("a");
    OpenUpload first = uploads("a").get(0);

    inventory.abort(first);
    inventory.abort(first);

    assertThat(uploads("a")).isEmpty();
    assertThatThrownBy(one::complete).isInstanceOf(IOException.class);
    assertThat(objects("")).isEmpty();
    one.abort();
  }

  @Test
  void theSisterOfAnAbortedUploadIsNotGone() throws IOException {
    store.close();
    openStore(openKeeping());
    ObjectUpload one = begin("a");
    OpenUpload first = uploads("a").get(0);
    ObjectUpload other = begin("a");

    inventory.abort(first);
    inventory.abort(first);

    assertThat(uploads("a")).hasSize(1).doesNotContain(first);
    assertThatThrownBy(one::complete).isInstanceOf(IOException.class);
    assertThat(objects("")).isEmpty();
    one.abort();
    assertThat(other.complete()).isEqualTo(moreThanAPiece());
    assertThat(objects("")).extracting(StoredObject::key).containsExactly("a");
  }

  @Test
  void whatIsThereIsToldByItsKey() throws IOException {
    put("a", 3);

    assertThat(inventory.head("a")).get().extracting(StoredObject::length).isEqualTo(3L);
    assertThat(inventory.head("b")).isEmpty();
  }

  @Test
  void aReaderThatFailsEndsTheListing() throws IOException {
    put("a", 1);
    IOException enough = new IOException("enough");

    assertThatThrownBy(
            () ->
                inventory.objects(
                    "",
                    page -> {
                      throw enough;
                    }))
        .isSameAs(enough);
  }

  private List<StoredObject> objects(String prefix) throws IOException {
    List<StoredObject> all = new ArrayList<>();
    inventory.objects(prefix, all::addAll);
    return all;
  }

  private List<OpenUpload> uploads(String prefix) throws IOException {
    List<OpenUpload> all = new ArrayList<>();
    inventory.uploads(prefix, all::addAll);
    return all;
  }

  private void put(String key, int length) throws IOException {
    store.put(key, new byte[length], 0, length);
  }

  private ObjectUpload begin(String key) throws IOException {
    byte[] content = new byte[moreThanAPiece()];
    new Random(7).nextBytes(content);
    ObjectUpload upload = store.create(key);
    upload.write(content, 0, content.length);
    return upload;
  }
}
