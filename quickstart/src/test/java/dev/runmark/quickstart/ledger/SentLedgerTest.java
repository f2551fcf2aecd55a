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

  /** A generator that is killed leaves a ledger of all but the last second. */
  @Test
  void whatIsOlderThanASecondIsOnDiskBeforeTheEnd() throws Exception {
    try (SentLedger ledger = SentLedger.create(directory)) {
      ledger.add(id(1), 1, digest(1));
      assertThat(SentRuns.read(directory).size()).isZero();
      Thread.sleep(1_050);
      ledger.add(id(2), 1, digest(2));
      SentRuns runs = SentRuns.read(directory);
      assertThat(runs.find(id(1))).isNotNegative();
      assertThat(runs.find(id(2))).isNotNegative();
    }
  }

  @Test
  void theEventsOfARunStandByPartitionAndPosition() throws IOException {
    try (SentLedger ledger = SentLedger.create(directory)) {
      ledger.add(id(1), new EventPlace(0, 7, 1, true));
      ledger.add(id(1), new EventPlace(0, 7, 0, false));
      ledger.add(id(9), new EventPlace(0, 8, 0, false));
      ledger.add(id(1), 3, digest(1));
      ledger.add(id(2), 1, digest(2));
    }
    try (SentLedger ledger = SentLedger.create(directory)) {
      ledger.add(id(1), new EventPlace(2, 5, 0, false));
    }
    SentRuns runs = SentRuns.read(directory);
    int number = runs.find(id(1));
    SentEvents events = runs.places();
    int first = events.first(number);

    assertThat(runs.events(number)).isEqualTo(3);
    assertThat(events.size()).isEqualTo(3);
    assertThat(events.end(number)).isEqualTo(first + 3);
    assertThat(events.end(runs.find(id(2)))).isEqualTo(events.first(runs.find(id(2))));
    assertThat(events.position(first)).isEqualTo(2048);
    assertThat(events.complete(first)).isFalse();
    assertThat(events.position(first + 1)).isEqualTo(2049);
    assertThat(events.complete(first + 1)).isTrue();
    assertThat(events.partition(first + 2)).isEqualTo(2);
    assertThat(events.lastPositions()).isEqualTo(2049 + 1536);
    assertThat(events.find(number, 0, 2048)).isEqualTo(first);
    assertThat(events.find(number, 0, 2049)).isEqualTo(first + 1);
    assertThat(events.find(number, 2, 1536)).isEqualTo(first + 2);
    assertThat(events.find(number, 0, 2050)).isNegative();
    assertThat(events.find(number, 1, 2048)).isNegative();
    assertThat(events.find(runs.find(id(2)), 0, 2048)).isNegative();
  }

  @Test
  void everyEventIsFoundAtItsPlaceAndNoOtherIs() throws IOException {
    Random random = new Random(5);
    Set<EventPlace> sent = new HashSet<>();
    try (SentLedger ledger = SentLedger.create(directory)) {
      for (int i = 0; i < 500; i++) {
        EventPlace place =
            new EventPlace(
                random.nextInt(3), random.nextLong(1L << 38), random.nextInt(256), i % 2 == 0);
        sent.add(place);
        ledger.add(id(1), place);
      }
      ledger.add(id(1), 500, digest(1));
    }
    SentEvents events = SentRuns.read(directory).places();
    for (EventPlace place : sent) {
      int found = events.find(0, place.partition(), place.position());
      assertThat(events.partition(found)).isEqualTo(place.partition());
      assertThat(events.position(found)).isEqualTo(place.position());
      assertThat(events.complete(found)).isEqualTo(place.complete());
      assertThat(events.find(0, 3, place.position())).isNegative();
      assertThat(events.find(0, place.partition(), place.position() + (1L << 47))).isNegative();
    }
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
