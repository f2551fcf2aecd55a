package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameDecoder;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenPartTest {

  private static final PartLocation RUNS = new PartLocation("memory", "runs");

  private final WatchedStore store = new WatchedStore();
  private final List<RunLine> lines = new RandomLines(11).take(100, 200_000);

  @ParameterizedTest
  @EnumSource
  void aSealedPartAndItsRowsLieInTheStore(Compression compression) throws IOException {
    OpenPart open = open(PartOptions.of(compression));
    for (RunLine line : lines) {
      open.append(line);
    }
    StagedPart staged = open.seal();
    SealedPart part = staged.part();
    byte[] bytes = store.objects.content(part.key());
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    assertThat(part.length()).isEqualTo(bytes.length);
    assertThat(part.checksum()).isEqualTo((int) checksum.getValue());
    assertThat(part.lines()).isEqualTo(lines.size());
    RowsObject stored = RowsObject.decode(store.objects.content(part.rowsKey()));
    assertThat(stored.sealedAt(part.location())).isEqualTo(part);
    assertThat(stored).containsExactlyElementsOf(staged.rows());
    Iterator<OffsetRow> rows = stored.iterator();
    for (RunLine line : lines) {
      OffsetRow row = rows.next();
      assertThat(row).isEqualTo(line.at(row.place()));
      byte[] frame =
          Arrays.copyOfRange(
              bytes, (int) row.place().frame().start(), (int) row.place().frame().end());
      assertThat(FrameDecoder.line(row.place(), compression, frame, 1 << 20))
          .isEqualTo(RandomLines.content(line));
    }
  }

  @Test
  void whateverTenantsProjectsAndRunsAreCalledNoKeyTellsOrEscapesItsFolder() throws IOException {
    long seed = Long.getLong("runmark.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      OpenPart open = open(PartOptions.of(Compression.values()[random.nextInt(3)]));
      for (int i = random.nextInt(3); i >= 0; i--) {
        open.append(named(random));
      }
      PartLocation location = open.seal().part().location();
      assertThat(location).as("seed %d", seed).isEqualTo(RUNS);
    }
    assertThat(store.keys())
        .as("seed %d", seed)
        .hasSize(400)
        .allMatch(
            key -> key.matches("runs/dt=[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9a-f-]{36}\\.ndjson[.a-z]*"))
        .allMatch(key -> RUNS.parse(key).isPresent());
  }

  /** Any code points that a string can have in UTF-8, and what paths are made of. */
  private RunLine named(Random random) {
    RunLine line = lines.get(random.nextInt(lines.size()));
    Listing listing = new Listing(name(random), null, name(random), name(random), null, null, null);
    return new RunLine(
        new RunKey(name(random), new UUID(random.nextLong(), random.nextLong())),
        line.trace(),
        new SourcePartition(new UUID(1, 1), name(random), 0),
        line.span(),
        listing,
        line.bytes(),
        line.offset(),
        line.length());
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    for (int left = random.nextInt(6); left >= 0; left--) {
      int any = random.nextInt(Character.MAX_CODE_POINT + 1);
      boolean surrogate = any >= Character.MIN_SURROGATE && any <= Character.MAX_SURROGATE;
      String[] path = {"../", "/", "..", "%2f", "\\", "dt=2026-01-02/", ".ndjson", "\u0000", "'"};
      name.append(
          surrogate || random.nextBoolean()
              ? path[random.nextInt(path.length)]
              : Character.toString(any));
    }
    return name.toString();
  }

  @Test
  void withoutCompressionThePayloadIsNotCopied() throws IOException {
    OpenPart open = open(PartOptions.of(Compression.NONE));
    open.append(lines.get(0));
    assertThat(store.writtenArrays.get(0)).isSameAs(lines.get(0).bytes());
  }

  @Test
  void aPartIsFullByItsStoredBytesOrByItsRows() throws IOException {
    OpenPart bytes = open(options(MemorySize.parse("2kb"), MemorySize.parse("1mb")));
    RandomLines random = new RandomLines(1);
    bytes.append(random.next(2046));
    assertThat(bytes.isFull()).isFalse();
    bytes.append(random.next(1));
    assertThat(bytes.isFull()).isTrue();
    OpenPart rows = open(options(MemorySize.parse("1mb"), MemorySize.parse("200b")));
    rows.append(random.next(1));
    rows.append(random.next(1));
    rows.append(random.next(1));
    assertThat(rows.isFull()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void aFailureAtAnyStepGivesThePartUp(WatchedStore.Step step) throws IOException {
    store.failing = step;
    assertThatThrownBy(
            () -> {
              OpenPart open = open(PartOptions.of(Compression.NONE));
              try {
                open.append(lines.get(0));
                open.seal();
              } finally {
                open.abort();
              }
            })
        .hasMessage("the store fails at " + step);
    assertThat(store.openUploads).isZero();
    boolean uploaded = step == WatchedStore.Step.PUT;
    assertThat(store.aborts).isEqualTo(uploaded || step == WatchedStore.Step.CREATE ? 0 : 1);
    assertThat(store.keys()).noneMatch(key -> key.endsWith(".rows"));
  }

  @Test
  void aLengthThatTheStoreDoesNotConfirmStopsTheSeal() throws IOException {
    store.missingBytes = 1;
    OpenPart open = open(PartOptions.of(Compression.NONE));
    RunLine line = lines.get(0);
    open.append(line);
    assertThatThrownBy(open::seal)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(
            "the store has " + line.length() + " bytes, " + (line.length() + 1) + " were written");
  }

  private OpenPart open(PartOptions options) throws IOException {
    return OpenParts.in(store, options).open(FrameEncoder.of(options.frames()), 0);
  }

  private static PartOptions options(MemorySize partSize, MemorySize rowsSize) {
    return new PartOptions(partSize, rowsSize, Compression.NONE, MemorySize.parse("64kb"), 0);
  }
}
