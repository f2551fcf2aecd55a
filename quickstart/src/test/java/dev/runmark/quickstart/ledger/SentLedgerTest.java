package dev.runmark.quickstart.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentLedgerTest {

  @TempDir Path directory;

  private static byte[] digest(int of) {
    byte[] digest = new byte[32];
    new Random(of).nextBytes(digest);
    return digest;
  }

  private static UUID id(int of) {
    return new UUID(of, ~of);
  }

  @Test
  void severalLedgersAreReadAsOne() throws IOException {
    for (int from = 0; from < 3000; from += 1000) {
      try (SentLedger ledger = SentLedger.create(directory)) {
        for (int i = from; i < from + 1000; i++) {
          ledger.add(id(i), 1 + i % 3, digest(i));
        }
      }
    }
    SentRuns runs = SentRuns.read(directory);
    assertThat(runs.size()).isEqualTo(3000);
    assertThat(runs.events()).isEqualTo(3000 + 3000);
    for (int i = 0; i < 3000; i++) {
      int number = runs.find(id(i));
      assertThat(runs.id(number)).isEqualTo(id(i));
      assertThat(runs.matches(number, digest(i))).isTrue();
      assertThat(runs.matches(number, digest(i + 1))).isFalse();
    }
    assertThat(runs.find(id(3000))).isEqualTo(-1);
  }

  @Test
  void theMarksOfARunAreThoseOfItsEventsInAnyOrder() throws IOException {
    try (SentLedger ledger = SentLedger.create(directory)) {
      ledger.add(id(1), 0, 7, 1);
      ledger.add(id(1), 0, 7, 0);
      ledger.add(id(9), 0, 8, 0);
      ledger.add(id(1), 3, digest(1));
      ledger.add(id(2), 1, digest(2));
    }
    try (SentLedger ledger = SentLedger.create(directory)) {
      ledger.add(id(1), 2, 5, 0);
    }
    SentRuns runs = SentRuns.read(directory);
    int number = runs.find(id(1));
    assertThat(runs.events(number)).isEqualTo(3);
    assertThat(runs.marks(number))
        .isEqualTo(SentRuns.mark(2, 5, 0) + SentRuns.mark(0, 7, 0) + SentRuns.mark(0, 7, 1));
    assertThat(runs.marks(runs.find(id(2)))).isZero();
  }

  @Test
  void eachPlaceHasAMarkOfItsOwn() {
    Set<Long> marks = new HashSet<>();
    for (int partition = 0; partition < 8; partition++) {
      for (long offset = 0; offset < 500; offset++) {
        for (int nth = 0; nth < 4; nth++) {
          marks.add(SentRuns.mark(partition, offset, nth));
        }
      }
    }
    assertThat(marks).hasSize(8 * 500 * 4);
  }

  @Test
  void anEmptyLedgerKnowsNoRun() throws IOException {
    SentLedger.create(directory).close();
    assertThat(SentRuns.read(directory).find(id(1))).isEqualTo(-1);
    assertThat(SentPoison.read(directory)).isEmpty();
  }

  @Test
  void anEntryCutOffAtTheEndIsLeftOut() throws IOException {
    Poison poison = new Poison(new Poison.Coordinates(id(1), 2, 3), -1, "not json", 12, digest(4));
    try (SentLedger ledger = SentLedger.create(directory)) {
      ledger.add(id(1), 2, digest(1));
      ledger.add(poison);
    }
    for (Path file : SentRuns.files(directory, "")) {
      Files.writeString(file, "cut", StandardOpenOption.APPEND);
    }
    assertThat(SentRuns.read(directory).size()).isEqualTo(1);
    Map<String, Poison> read = SentPoison.read(directory);
    assertThat(read).containsOnlyKeys(id(1) + "/2/3/-1");
    assertThat(read.values()).first().usingRecursiveComparison().isEqualTo(poison);
  }

  @Test
  void aRunThatStandsThereTwiceIsRefused() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (SentLedger ledger = SentLedger.create(directory)) {
        ledger.add(id(1), 2, digest(1));
      }
    }
    assertThatThrownBy(() -> SentRuns.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("run " + id(1) + " stands there twice");
  }
}
