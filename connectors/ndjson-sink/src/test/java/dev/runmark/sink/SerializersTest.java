package dev.runmark.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.SourceFrontier;
import dev.runmark.storage.part.Compression;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.PartLocation;
import dev.runmark.storage.part.RandomLines;
import dev.runmark.storage.part.RowsEncoder;
import dev.runmark.storage.part.RowsObject;
import dev.runmark.storage.part.SealedPart;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What lies in Flink's state: today's bytes come back, yesterday's too, unknown ones are refused.
 */
class SerializersTest {

  private static final PartId ONE = PartId.parse("019aa000-0000-7000-8000-000000000001");
  private static final PartId TWO = PartId.parse("019aa000-0000-7000-8000-000000000002");
  private static final PartId THREE = PartId.parse("019aa000-0000-7000-8000-000000000003");

  private static final PartCommittable COMMITTABLE =
      new PartCommittable(
          List.of(
              part("bucket", ONE, Compression.ZSTD, 0x1_0000_0001L),
              part("elsewhere", TWO, Compression.NONE, 5)),
          Set.of(THREE, TWO),
          new Frontier(
              new UUID(3, 4),
              0x1_0000_0002L,
              1,
              2,
              List.of(
                  source(3, OptionalLong.of(4), OptionalLong.of(5)),
                  source(4, OptionalLong.empty(), OptionalLong.of(6)),
                  source(5, OptionalLong.of(7), OptionalLong.empty()))));

  private static final String COMMITTABLE_1 =
      "0000000200066275636b6574000572c3bc6e730009656c73657768657265000572c3bc6e73"
          + "00000002"
          + "00000000019aa00000007000800000000000000102000000010000000100000007cafebabe00000063"
          + "00000001019aa00000007000800000000000000200000000000000000500000007cafebabe00000063"
          + "00000002019aa000000070008000000000000002019aa000000070008000000000000003"
          + "000000a2"
          + "0000000000000003000000000000000400000001000000020000000100000002"
          + "00000003"
          + "00000000000000010000000000000002000472756e7300000003"
          + "00000000000000040000000000000005"
          + "00000000000000010000000000000002000472756e7300000004"
          + "ffffffffffffffff0000000000000006"
          + "00000000000000010000000000000002000472756e7300000005"
          + "0000000000000007ffffffffffffffff";

  /** The same with the second part traced. */
  private static final PartCommittable TRACED =
      new PartCommittable(
          List.of(
              COMMITTABLE.parts().get(0),
              COMMITTABLE
                  .parts()
                  .get(1)
                  .with(
                      new SealedSpan(
                          "0af7651916cd43dd8448eb211c80319c",
                          "b7ad6b7169203331",
                          Instant.ofEpochSecond(0, 0x1_0000_0003L * 1_000)))),
          COMMITTABLE.previous(),
          COMMITTABLE.frontier());

  private static final String TRACED_2 =
      COMMITTABLE_1
          + "00000001"
          + "00000001"
          + "0af7651916cd43dd8448eb211c80319c"
          + "b7ad6b7169203331"
          + "0000000100000003";

  private static final String STATE_1 =
      "00000002" + "019aa000000070008000000000000001" + "019aa000000070008000000000000002";

  private final PartCommittableSerializer committables = new PartCommittableSerializer();
  private final NdjsonSinkWriterStateSerializer states = new NdjsonSinkWriterStateSerializer();

  @Test
  void anyCommittableComesBackWithoutItsRows() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<StagedPart> parts = new ArrayList<>();
      for (int i = random.nextInt(5); i > 0; i--) {
        Compression compression = Compression.values()[random.nextInt(3)];
        String bucket = "bucket-" + random.nextInt(3);
        StagedPart part = part(bucket, mint(), compression, 1 + (random.nextLong() >>> 2));
        parts.add(random.nextBoolean() ? part : part.with(span(random)));
      }
      Set<PartId> previous = new HashSet<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        previous.add(mint());
      }
      PartCommittable given =
          new PartCommittable(
              parts, previous, random.nextBoolean() ? null : COMMITTABLE.frontier());
      assertThat(committables.deserialize(2, committables.serialize(given)))
          .as("seed %d", seed)
          .isEqualTo(given);
    }
  }

  @Test
  void rowsStayBehind() throws IOException {
    RowsEncoder encoder = new RowsEncoder();
    encoder.add(new RandomLines(1).next(10), 1);
    encoder.frameEnded(11, 1);
    RowsObject rows = encoder.seal(ONE, Compression.NONE, 0);
    SealedPart part = rows.sealedAt(new PartLocation("bucket", ""));
    PartCommittable given =
        new PartCommittable(List.of(new StagedPart(part, rows, null)), Set.of(), null);
    PartCommittable read = committables.deserialize(2, committables.serialize(given));
    assertThat(read.parts()).containsExactly(StagedPart.withoutRows(part));
  }

  @Test
  void committablesOfVersionOneAreReadForEver() throws IOException {
    assertThat(committables.deserialize(1, bytes(COMMITTABLE_1))).isEqualTo(COMMITTABLE);
  }

  @Test
  void committablesAreWrittenByteForByte() throws IOException {
    assertThat(committables.getVersion()).isEqualTo(2);
    assertThat(HexFormat.of().formatHex(committables.serialize(COMMITTABLE)))
        .isEqualTo(COMMITTABLE_1 + "00000000");
    assertThat(HexFormat.of().formatHex(committables.serialize(TRACED))).isEqualTo(TRACED_2);
    assertThat(committables.deserialize(2, bytes(TRACED_2))).isEqualTo(TRACED);
  }

  @Test
  void aCommittableOfAnUnknownVersionIsRefused() {
    assertThatThrownBy(() -> committables.deserialize(3, bytes(TRACED_2)))
        .isInstanceOf(IOException.class)
        .hasMessage("restore committable: version 3, this program knows 1 to 2");
  }

  /** Whatever the damage is, the restore is told that it is of a committable, and of which size. */
  @Test
  void aDamagedByteOfACommittableIsRefusedAsDamageOrIsAnotherCommittable() {
    damageEachByte(1, bytes(COMMITTABLE_1), COMMITTABLE);
    damageEachByte(2, bytes(TRACED_2), TRACED);
  }

  private void damageEachByte(int version, byte[] whole, PartCommittable given) {
    int refused = 0;
    for (int at = 0; at < whole.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        try {
          assertThat(committables.deserialize(version, damaged)).isNotEqualTo(given);
        } catch (IOException e) {
          refused++;
          assertThat(e)
              .hasMessageStartingWith(
                  "restore committable: its " + whole.length + " bytes are damaged: ");
        }
      }
    }
    assertThat(refused).isGreaterThan(whole.length);
  }

  @Test
  void aCommittableCutOrLengthenedIsRefused() {
    refuseOtherLengths(1, bytes(COMMITTABLE_1));
    refuseOtherLengths(2, bytes(TRACED_2));
  }

  private void refuseOtherLengths(int version, byte[] whole) {
    for (int length = 0; length <= whole.length + 1; length++) {
      if (length != whole.length) {
        byte[] changed = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> committables.deserialize(version, changed))
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void writerStateComesBack() throws IOException {
    NdjsonSinkWriterState given = new NdjsonSinkWriterState(Set.of(mint(), mint(), mint()));
    assertThat(states.deserialize(1, states.serialize(given))).isEqualTo(given);
  }

  @Test
  void writerStateOfVersionOneIsReadForEver() throws IOException {
    assertThat(states.deserialize(1, bytes(STATE_1)))
        .isEqualTo(new NdjsonSinkWriterState(Set.of(ONE, TWO)));
  }

  @Test
  void writerStateIsWrittenByteForByte() throws IOException {
    assertThat(states.getVersion()).isEqualTo(1);
    NdjsonSinkWriterState given = new NdjsonSinkWriterState(Set.of(ONE, TWO));
    assertThat(HexFormat.of().formatHex(states.serialize(given))).isEqualTo(STATE_1);
  }

  @Test
  void writerStateOfAnUnknownVersionIsRefused() {
    assertThatThrownBy(() -> states.deserialize(2, bytes(STATE_1)))
        .isInstanceOf(IOException.class)
        .hasMessage("restore writer state: version 2, this program knows 1");
  }

  private static SealedSpan span(Random random) {
    byte[] ids = new byte[24];
    random.nextBytes(ids);
    String hex = HexFormat.of().formatHex(ids);
    return new SealedSpan(hex.substring(0, 32), hex.substring(32), Instant.now());
  }

  private static PartId mint() {
    return PartId.mint(Instant.now());
  }

  private static SourceFrontier source(int partition, OptionalLong pending, OptionalLong seen) {
    return new SourceFrontier(
        new SourcePartition(new UUID(1, 2), "runs", partition), pending, seen);
  }

  private static StagedPart part(String bucket, PartId id, Compression compression, long length) {
    return StagedPart.withoutRows(
        new SealedPart(
            new PartLocation(bucket, "rüns"), id, compression, length, 7, 0xcafebabe, 99));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
