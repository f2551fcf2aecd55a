package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.FrameDecoder;
import dev.runmark.storage.part.FrameEncoder;
import dev.runmark.storage.part.OffsetRow;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SealedPart;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OpenPartTest {

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
    return new OpenPart(
        PartId.mint(Instant.now()), store, "runs", options, FrameEncoder.of(options.frames()));
  }

  private static PartOptions options(MemorySize partSize, MemorySize rowsSize) {
    return new PartOptions(partSize, rowsSize, Compression.NONE, MemorySize.parse("64kb"), 0);
  }
}
