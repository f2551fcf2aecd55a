package dev.runmark.storage.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a temporary directory: the file system is what this store is. */
class LocalObjectStoreTest extends ObjectStoreContract {

  @TempDir private Path directory;

  @Override
  protected ObjectStore open() throws IOException {
    return LocalObjectStore.open(directory.resolve("bucket"));
  }

  @Test
  void neitherCompleteNorAbortLeavesAHiddenFile() throws IOException {
    try (ObjectStore store = open()) {
      upload(store.create("a/b"), distinct(10), 3);
      ObjectUpload given = store.create("a/c");
      given.write(distinct(10), 0, 10);
      assertThat(files()).hasSize(2);
      given.abort();
      assertThat(files()).containsExactly("bucket/a/b");
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }
}
