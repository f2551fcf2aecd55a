package dev.runmark.quickstart.check.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByKeyTest {

  @TempDir Path directory;

  /** With so little memory each file holds a few entries: they are merged in several rounds. */
  @Test
  void everyEntryComesBackOnceUnderItsKeyInOrder() throws IOException {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    Map<UUID, List<Integer>> added = new HashMap<>();
    Map<UUID, List<Integer>> given = new HashMap<>();
    List<UUID> keys = new ArrayList<>();
    Path place = directory.resolve("sorted");
    try (ByKey entries = new ByKey(place, 400)) {
      for (int i = 0; i < 5_000; i++) {
        UUID key = new UUID(random.nextInt(3) - 1, random.nextInt(1_000) - 500L);
        added.computeIfAbsent(key, none -> new ArrayList<>()).add(i);
        entries.add(key, ByteBuffer.allocate(4 + random.nextInt(50)).putInt(0, i).array());
      }
      entries.forEach(
          (key, bytes) -> {
            keys.add(key);
            given.put(key, bytes.stream().map(each -> ByteBuffer.wrap(each).getInt()).toList());
          });
    }
    assertThat(keys).as("seed %d", seed).doesNotHaveDuplicates();
    assertThat(keys).isSortedAccordingTo(ByKeyTest::unsigned);
    assertThat(given).hasSameSizeAs(added);
    added.forEach(
        (key, numbers) -> assertThat(given.get(key)).containsExactlyInAnyOrderElementsOf(numbers));
    assertThat(place).doesNotExist();
  }

  @Test
  void nothingIsNoGroup() throws IOException {
    try (ByKey entries = new ByKey(directory.resolve("none"), 400)) {
      entries.forEach((key, bytes) -> assertThat(key).isNull());
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  private static int unsigned(UUID one, UUID other) {
    int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
  }
}
