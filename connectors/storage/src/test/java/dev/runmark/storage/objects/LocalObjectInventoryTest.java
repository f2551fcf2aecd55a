package dev.runmark.storage.objects;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectInventoryTest extends ObjectInventoryContract {

  @TempDir private Path directory;

  @Override
  ObjectStore open() throws IOException {
    return LocalObjectStore.open(directory.resolve("bucket"));
  }
}
