package dev.runmark.reader.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.StoreAwayException;
import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.objects.ObjectMissingException;
import dev.runmark.storage.objects.ObjectReads;
import dev.runmark.storage.part.LinePlace;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.read.StoredRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RunStreamTest {

  private static final int LINE = 10_000;
  private static final int RUNS = 25_000;
  private static final int WINDOW = 1 << 20;
  private static final PartId PART = PartId.parse("01939e2a-7a10-7c3e-9d0b-0242ac120001");
  private static final PartId NEWER = PartId.parse("01939e2a-7a10-7c3e-9d0b-0242ac120002");

  /** A part of any size, made when it is read; knows what was asked of it. */
  private static final class MadeUpPart implements ObjectReads {
    final List<Long> lengths = new ArrayList<>();
    final String there;

    MadeUpPart(PartId there) {
      this.there = there.toString();
    }

    @Override
    public String bucket() {
      return "bucket";
    }

    @Override
    public byte[] read(String key, ByteRange range) throws IOException {
      lengths.add(range.length());
      if (!key.contains(there)) {
        throw new ObjectMissingException(bucket(), key);
      }
      byte[] bytes = new byte[(int) range.length()];
      for (int at = 0; at < bytes.length; at += LINE) {
        byte[] line = line((range.start() + at) / LINE);
        System.arraycopy(line, 0, bytes, at, LINE);
      }
      return bytes;
    }
  }

  @Test
  void aTraceFarLargerThanItsWindowIsReadInOrderWithOneWindowAtATime() throws Exception {
    MadeUpPart part = new MadeUpPart(PART);
    List<IndexedRun> runs = runs(PART, RUNS);
    try (FrameFetch fetch = fetch(part)) {
      RunStream stream = new RunStream(fetch, (tenant, ids) -> List.of(), runs);
      for (IndexedRun run : runs) {
        assertThat(stream.next().orElseThrow().key()).isEqualTo(run.key());
      }
      assertThat(stream.next()).isEmpty();
    }

    assertThat(part.lengths).allMatch(length -> length <= WINDOW);
    assertThat(part.lengths).hasSize((RUNS + WINDOW / LINE - 1) / (WINDOW / LINE));
  }

  @Test
  void nothingIsFetchedAheadOfItsWindow() throws Exception {
    MadeUpPart part = new MadeUpPart(PART);
    try (FrameFetch fetch = fetch(part)) {
      RunStream stream = new RunStream(fetch, (tenant, ids) -> List.of(), runs(PART, RUNS));
      for (int i = 0; i < WINDOW / LINE; i++) {
        stream.next();
      }
    }
    assertThat(part.lengths).hasSize(1);
  }

  @Test
  void aRunLargerThanTheWindowComesByItself() throws Exception {
    MadeUpPart part = new MadeUpPart(PART);
    try (FrameFetch fetch = new FrameFetch(new CachedReads(part, 0), 0, 10)) {
      RunStream stream = new RunStream(fetch, (tenant, ids) -> List.of(), runs(PART, 2));
      assertThat(stream.next()).isPresent();
      assertThat(stream.next()).isPresent();
    }
    assertThat(part.lengths).containsExactly((long) LINE, (long) LINE);
  }

  @Test
  void runsThatMovedAreLookedUpAgainAndThoseDeletedLeftOut() throws Exception {
    List<IndexedRun> moved = runs(NEWER, 3);
    List<UUID> asked = new ArrayList<>();
    try (FrameFetch fetch = fetch(new MadeUpPart(NEWER))) {
      RunStream stream =
          new RunStream(
              fetch,
              (tenant, ids) -> {
                asked.addAll(ids);
                return List.of(moved.get(2), moved.get(0));
              },
              runs(PART, 3));

      assertThat(key(stream.next())).isEqualTo(moved.get(0).key().run());
      assertThat(key(stream.next())).isEqualTo(moved.get(2).key().run());
      assertThat(stream.next()).isEmpty();
    }
    assertThat(asked).containsExactlyInAnyOrderElementsOf(ids(moved));
  }

  @Test
  void aPartThatIsMissingStillIsAnError() throws Exception {
    List<IndexedRun> runs = runs(PART, 3);
    try (FrameFetch fetch = fetch(new MadeUpPart(NEWER))) {
      RunStream stream = new RunStream(fetch, (tenant, ids) -> runs, runs);

      assertThatThrownBy(stream::next)
          .isInstanceOf(CorruptRunException.class)
          .hasMessageContaining("part " + PART + ", bytes [0, ");
    }
  }

  @Test
  void aStreamOfAClosedReaderEnds() {
    FrameFetch fetch = new FrameFetch(new CachedReads(new MadeUpPart(PART), 0), 0, 4 * LINE);
    List<IndexedRun> apart = List.of(runs(PART, 3).get(0), runs(PART, 3).get(2));
    RunStream stream = new RunStream(fetch, (tenant, ids) -> List.of(), apart);
    fetch.close();

    assertThatThrownBy(stream::next)
        .isInstanceOf(StoreAwayException.class)
        .hasMessageContaining("the reader is closed");
  }

  private static FrameFetch fetch(ObjectReads part) {
    return new FrameFetch(new CachedReads(part, 0), 0, WINDOW);
  }

  private static UUID key(Optional<StoredRun> run) {
    return run.orElseThrow().key().run();
  }

  private static List<UUID> ids(List<IndexedRun> runs) {
    return runs.stream().map(run -> run.key().run()).toList();
  }

  private static List<IndexedRun> runs(PartId part, int count) {
    List<IndexedRun> runs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ByteRange frame = ByteRange.ofLength((long) i * LINE, LINE);
      CRC32C checksum = new CRC32C();
      checksum.update(line(i), 0, LINE - 1);
      LinePlace place = new LinePlace(frame, 0, LINE - 1, (int) checksum.getValue());
      runs.add(Runs.of(new UUID(0x7000, i), part, place));
    }
    return runs;
  }

  private static byte[] line(long number) {
    byte[] line = new byte[LINE];
    Arrays.fill(line, (byte) ' ');
    byte[] json =
        ("{\"id\":\"" + new UUID(0x7000, number) + "\"}").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(json, 0, line, 0, json.length);
    line[LINE - 1] = '\n';
    return line;
  }
}
