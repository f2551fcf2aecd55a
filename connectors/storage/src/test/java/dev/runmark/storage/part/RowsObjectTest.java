package dev.runmark.storage.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.objects.ByteRange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RowsObjectTest {

  private static final PartId PART = PartId.parse("019aa000-0000-7000-8000-0123456789ab");
  private static final PartLocation LOCATION = new PartLocation("bucket", "runs");
  private static final SourcePartition SOURCE = new SourcePartition(new UUID(1, 2), "runs", 300);

  private static final String VERSION_1 =
      "524d524f0102019aa0000000700080000123456789ab0badf00d00000000000000c8000000020000"
          + "0021000000130000000300000078"
          + "0764656661756c740472756e730473c3bc640a436861744f70656e4149036c6c6d"
          + "0000000000000001000000000000000201ac02"
          + "c80102"
          + "00000000000011110000000000002222000000000000333300000000000044440000f90780088004"
          + "ac02cafebabe020000000000000005000000000000000603040280a9a5eac9acb006c084a8010000"
          + "00000000555500000000000066660000000000003333000000000000444400000380101400000001"
          + "567d9798";

  @Test
  void rowsComeBackAsTheyWereAdded() throws IOException {
    for (int round = 0; round < 100; round++) {
      long seed = Long.getLong("seed", System.nanoTime());
      List<RunLine> lines = new RandomLines(seed).take(1 + round, 1000);
      RowsEncoder encoder = new RowsEncoder();
      List<OffsetRow> wanted = new ArrayList<>();
      long end = 0;
      for (RunLine line : lines) {
        encoder.add(line, line.hashCode());
        ByteRange frame = ByteRange.ofLength(end, line.length() + 1L);
        end = frame.end();
        encoder.frameEnded(frame.length(), 1);
        wanted.add(line.at(new LinePlace(frame, 0, line.length(), line.hashCode())));
      }
      int size = encoder.size();
      RowsObject sealed = encoder.seal(PART, Compression.NONE, 77);
      RowsObject decoded = RowsObject.decode(sealed.bytes());
      assertThat(decoded).as("seed %d", seed).containsExactlyElementsOf(wanted);
      assertThat(decoded).as("a second pass").containsExactlyElementsOf(wanted);
      assertThat(sealed).containsExactlyElementsOf(wanted);
      assertNames(sealed.names(), wanted);
      assertNames(decoded.names(), wanted);
      assertThat(decoded.length()).isEqualTo(size);
      assertThat(decoded.sealedAt(LOCATION))
          .isEqualTo(new SealedPart(LOCATION, PART, Compression.NONE, end, lines.size(), 77, size));
    }
  }

  /** Each tenant, each of its projects, each source: whatever order the rows are in. */
  private static void assertNames(RowNames names, List<OffsetRow> rows) {
    Map<String, Set<String>> projects = new HashMap<>();
    Set<SourcePartition> sources = new HashSet<>();
    for (OffsetRow row : rows) {
      Set<String> ofTenant = projects.computeIfAbsent(row.key().tenant(), any -> new HashSet<>());
      Optional.ofNullable(row.listing().project()).ifPresent(ofTenant::add);
      sources.add(row.source());
    }
    assertThat(names.projects()).isEqualTo(projects);
    assertThat(names.sources()).isEqualTo(sources);
  }

  @Test
  void versionOneIsReadForEver() throws IOException {
    assertThat(RowsObject.decode(HexFormat.of().parseHex(VERSION_1)))
        .containsExactlyElementsOf(twoRows());
  }

  @Test
  void versionOneIsWrittenByteForByte() {
    assertThat(HexFormat.of().formatHex(twoRowsEncoded())).isEqualTo(VERSION_1);
  }

  @Test
  void anyFlippedByteIsRefused() {
    byte[] bytes = twoRowsEncoded();
    for (int i = 0; i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = bytes.clone();
        damaged[i] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> RowsObject.decode(damaged))
            .as("byte %d", i)
            .isInstanceOf(IOException.class)
            .hasMessageStartingWith("decode rows object: ");
      }
    }
  }

  @Test
  void aCutObjectIsRefused() {
    byte[] bytes = twoRowsEncoded();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> RowsObject.decode(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void anUnknownVersionIsRefused() {
    byte[] bytes = twoRowsEncoded();
    bytes[4] = 2;
    assertThatThrownBy(() -> RowsObject.decode(withRightChecksum(bytes)))
        .hasMessage("decode rows object: version 2, this program knows 1");
  }

  @Test
  void wrongContentUnderARightChecksumIsRefusedToo() {
    byte[] bytes = twoRowsEncoded();
    for (int i = 0; i < bytes.length - 4; i++) {
      for (int change : new int[] {1, 0x80, 0xff}) {
        byte[] forged = bytes.clone();
        forged[i] ^= (byte) change;
        try {
          // Not all of it can be noticed; nothing but these two may come of it.
          RowsObject.decode(withRightChecksum(forged)).forEach(row -> {});
        } catch (IOException | java.io.UncheckedIOException refused) {
          assertThat(refused).hasMessageContaining("decode ro");
        }
      }
    }
  }

  @Test
  void framesThatAreNotThePartAreRefused() {
    // The last byte of the part's length, then of the number of rows.
    for (int position : new int[] {33, 37}) {
      byte[] forged = twoRowsEncoded();
      forged[position]++;
      assertThatThrownBy(() -> RowsObject.decode(withRightChecksum(forged)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("its frames have 200 bytes, 2 lines");
    }
  }

  @Test
  void rowsWithoutAFrameAreNotSealed() {
    RowsEncoder encoder = new RowsEncoder();
    encoder.add(new RandomLines(1).next(10), 0);
    assertThatThrownBy(() -> encoder.seal(PART, Compression.ZSTD, 0))
        .hasMessage("seal rows of part " + PART + ": 0 of 1 lines have a frame");
  }

  private static List<OffsetRow> twoRows() {
    ByteRange frame = new ByteRange(0, 200);
    Listing listing =
        new Listing(
            "süd",
            new UUID(5, 6),
            "ChatOpenAI",
            "llm",
            RunStatus.ERROR,
            Instant.parse("2026-11-20T10:00:00.123456Z"),
            Instant.parse("2026-11-20T10:00:01.5Z"));
    return List.of(
        new OffsetRow(
            new RunKey("default", new UUID(0x1111, 0x2222)),
            new UUID(0x3333, 0x4444),
            SOURCE,
            new EventSpan(512, 1024, true),
            new LinePlace(frame, 0, 300, 0xcafebabe),
            listing),
        new OffsetRow(
            new RunKey("default", new UUID(0x5555, 0x6666)),
            new UUID(0x3333, 0x4444),
            SOURCE,
            EventSpan.ofComplete(2048),
            new LinePlace(frame, 301, 20, 1),
            Listing.NONE));
  }

  private static byte[] twoRowsEncoded() {
    RowsEncoder encoder = new RowsEncoder();
    for (OffsetRow row : twoRows()) {
      byte[] line = new byte[row.place().length()];
      encoder.add(
          new RunLine(
              row.key(),
              row.trace(),
              row.source(),
              row.span(),
              row.listing(),
              line,
              0,
              line.length),
          row.place().checksum());
    }
    encoder.frameEnded(200, 2);
    return encoder.seal(PART, Compression.ZSTD, 0x0badf00d).bytes().clone();
  }

  private static byte[] withRightChecksum(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, bytes.length - 4);
    int value = (int) checksum.getValue();
    for (int i = 0; i < 4; i++) {
      bytes[bytes.length - 4 + i] = (byte) (value >>> (24 - 8 * i));
    }
    return bytes;
  }
}
