package dev.runmark.job.record.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RejectionReason;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.LinePlace;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTypesTest {

  private static final UUID ONE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
  private static final UUID TWO = UUID.fromString("0190a0b0-0000-7000-8000-00000000000a");
  private static final Instant TIME = Instant.parse("2026-11-20T09:15:00.123456Z");
  private static final SourcePartition SOURCE = new SourcePartition(ONE, "rüns", 300);
  private static final byte[] BYTES = "..{\"id\":\"é\"}.".getBytes(StandardCharsets.UTF_8);

  private static final RawRecord RAW =
      new RawRecord(
          SOURCE,
          1L << 40,
          TIME,
          new byte[] {1},
          BYTES,
          List.of(new RecordHeader("h", null), new RecordHeader("h", new byte[0])));
  private static final RawRecord TOMBSTONE =
      new RawRecord(SOURCE, 0, Instant.ofEpochMilli(-1), null, null, List.of());
  private static final RunLine LINE =
      new RunLine(
          new RunKey("t", TWO),
          ONE,
          SOURCE,
          new EventSpan(256, 1L << 50, true),
          new Listing("p", ONE, "", "llm", RunStatus.ERROR, TIME, TIME),
          BYTES,
          2,
          BYTES.length - 3);
  private static final RunLine BARE_LINE =
      new RunLine(
          new RunKey("", TWO), TWO, SOURCE, EventSpan.ofPatch(300), Listing.NONE, BYTES, 0, 1);

  private static final String GOLDEN_ONE = "00112233445566778899aabbccddeeff";
  private static final String GOLDEN_TWO = "0190a0b000007000800000000000000a";
  private static final String GOLDEN_SOURCE = GOLDEN_ONE + "0572c3bc6e73" + "ac02";
  private static final String GOLDEN_TIME = "000000006b000f94" + "075bca00";
  private static final String GOLDEN_RAW =
      GOLDEN_SOURCE
          + "0000010000000000"
          + GOLDEN_TIME
          + "010101"
          + "010e2e2e7b226964223a22c3a9227d2e"
          + "02"
          + "016800"
          + "01680100";
  private static final String GOLDEN_TOMBSTONE =
      GOLDEN_SOURCE + "0000000000000000" + "ffffffffffffffff3b8b87c0" + "000000";
  private static final String GOLDEN_LINE =
      "0174"
          + GOLDEN_TWO
          + GOLDEN_ONE
          + GOLDEN_SOURCE
          + "0000000000000100"
          + "0004000000000000"
          + "01"
          + "7f"
          + "0170"
          + GOLDEN_ONE
          + "00"
          + "036c6c6d"
          + "02"
          + GOLDEN_TIME
          + GOLDEN_TIME
          + "0b7b226964223a22c3a9227d";
  private static final String GOLDEN_BARE_LINE =
      "00"
          + GOLDEN_TWO
          + GOLDEN_TWO
          + GOLDEN_SOURCE
          + "000000000000012c"
          + "000000000000012c"
          + "00"
          + "00"
          + "012e";

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(RecordTypes.RAW_RECORD, RAW),
        Arguments.of(RecordTypes.RAW_RECORD, TOMBSTONE),
        Arguments.of(RecordTypes.RUN_LINE, LINE),
        Arguments.of(RecordTypes.RUN_LINE, BARE_LINE),
        Arguments.of(RecordTypes.RUN_EVENT, new RunEvent(Operation.COMPLETE, LINE)),
        Arguments.of(RecordTypes.RUN_EVENT, new RunEvent(Operation.PATCH, BARE_LINE)),
        Arguments.of(
            RecordTypes.REJECTED_RECORD,
            new RejectedRecord(RAW, 7, RejectionReason.NO_TRACE, "why", "patch", new byte[300])),
        Arguments.of(
            RecordTypes.REJECTED_RECORD,
            new RejectedRecord(TOMBSTONE, -1, RejectionReason.NOT_JSON, "", null, new byte[0])));
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void whatIsWrittenIsReadBack(TypeInformation<T> type, T value) throws Exception {
    TypeSerializer<T> serializer = travelled(serializer(type));
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    serializer.serialize(value, out);
    DataOutputSerializer copied = new DataOutputSerializer(64);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    serializer.copy(in, copied);
    assertThat(in.available()).isEqualTo(out.length() / 2);
    assertSame(serializer.deserialize(in), value);
    assertThat(in.available()).isZero();
    assertSame(serializer.deserialize(new DataInputDeserializer(copied.getCopyOfBuffer())), value);
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void aCopyIsTheSameInstance(TypeInformation<T> type, T value) {
    TypeSerializer<T> serializer = serializer(type);
    assertThat(serializer.isImmutableType()).isTrue();
    assertThat(serializer.copy(value)).isSameAs(value);
    assertThat(serializer.copy(value, value)).isSameAs(value);
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void typesAndSerializersTravelInAJobGraph(TypeInformation<T> type, T value) throws Exception {
    TypeInformation<T> again = InstantiationUtil.clone(type);
    assertThat(again).isEqualTo(type).hasSameHashCodeAs(type).hasToString(type.toString());
    assertThat(again.getTypeClass()).isEqualTo(value.getClass());
    assertThat(InstantiationUtil.clone(serializer(type))).isEqualTo(serializer(type));
  }

  @ParameterizedTest
  @MethodSource("values")
  <T> void aSnapshotGivesTheSerializerBack(TypeInformation<T> type, T value) throws Exception {
    TypeSerializer<T> serializer = serializer(type);
    TypeSerializerSnapshot<T> read = stored(serializer.snapshotConfiguration());
    assertThat(read.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            serializer.snapshotConfiguration().resolveSchemaCompatibility(read).isCompatibleAsIs())
        .isTrue();
  }

  @Test
  @SuppressWarnings({
    "unchecked",
    "rawtypes"
  }) // a job that was changed gives a snapshot of another type
  void aSnapshotOfAnotherTypeIsIncompatible() {
    TypeSerializerSnapshot lines = serializer(RecordTypes.RUN_LINE).snapshotConfiguration();
    TypeSerializerSnapshot events = serializer(RecordTypes.RUN_EVENT).snapshotConfiguration();
    assertThat(lines.resolveSchemaCompatibility(events).isIncompatible()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RawRecord",
        "RunLine",
        "RunEvent",
        "RejectedRecord",
        "TraceKey",
        "OpenWindow",
        "SourceOffset",
        "Trace"
      })
  void snapshotsOfUnknownVersionsAreRefused(String name) throws IOException {
    assertThatThrownBy(() -> readSnapshot(name, 2, 1)).hasMessageContaining("version 2");
    assertThatThrownBy(() -> readSnapshot(name, 1, 2))
        .hasMessageContaining(name)
        .hasMessageContaining("version 2");
    assertThatThrownBy(() -> readSnapshot(name, 1, 0)).hasMessageContaining("version 0");
    readSnapshot(name, 1, 1);
  }

  @Test
  void aSnapshotOfAnUnknownNameIsRefused() {
    assertThatThrownBy(() -> readSnapshot("Other", 1, 1)).hasMessageContaining("'Other'");
  }

  /** The bytes of version 1: savepoints hold them. */
  @ParameterizedTest
  @MethodSource
  <T> void goldenBytesOfVersion1(TypeInformation<T> type, T value, String golden)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer(type).serialize(value, out);
    assertThat(HexFormat.of().formatHex(out.getCopyOfBuffer())).isEqualTo(golden);
    byte[] stored = HexFormat.of().parseHex(golden);
    assertSame(serializer(type).deserialize(new DataInputDeserializer(stored)), value);
  }

  static Stream<Arguments> goldenBytesOfVersion1() {
    RejectedRecord rejected =
        new RejectedRecord(RAW, 7, RejectionReason.NO_TRACE, "why", "patch", new byte[] {1, 2});
    RejectedRecord whole =
        new RejectedRecord(TOMBSTONE, -1, RejectionReason.NOT_JSON, "", null, new byte[0]);
    String ofRejected = "00000007" + "086e6f5f7472616365" + "03776879" + "057061746368" + "020102";
    String ofWhole = "ffffffff" + "086e6f745f6a736f6e" + "00" + "00" + "00";
    return Stream.of(
        Arguments.of(RecordTypes.RAW_RECORD, RAW, GOLDEN_RAW),
        Arguments.of(RecordTypes.RAW_RECORD, TOMBSTONE, GOLDEN_TOMBSTONE),
        Arguments.of(RecordTypes.RUN_LINE, LINE, GOLDEN_LINE),
        Arguments.of(RecordTypes.RUN_LINE, BARE_LINE, GOLDEN_BARE_LINE),
        Arguments.of(
            RecordTypes.RUN_EVENT, new RunEvent(Operation.COMPLETE, LINE), "02" + GOLDEN_LINE),
        Arguments.of(
            RecordTypes.RUN_EVENT,
            new RunEvent(Operation.PATCH, BARE_LINE),
            "01" + GOLDEN_BARE_LINE),
        Arguments.of(
            RecordTypes.RUN_EVENT,
            new RunEvent(Operation.CREATE, BARE_LINE),
            "00" + GOLDEN_BARE_LINE),
        Arguments.of(RecordTypes.REJECTED_RECORD, rejected, GOLDEN_RAW + ofRejected),
        Arguments.of(RecordTypes.REJECTED_RECORD, whole, GOLDEN_TOMBSTONE + ofWhole));
  }

  private static void readSnapshot(String name, int snapshotVersion, int version)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeUTF(name);
    out.writeInt(version);
    new RecordSerializerSnapshot<RunLine>()
        .readSnapshot(
            snapshotVersion,
            new DataInputDeserializer(out.getCopyOfBuffer()),
            RecordTypesTest.class.getClassLoader());
  }

  private static <T> TypeSerializerSnapshot<T> stored(TypeSerializerSnapshot<T> snapshot)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);
    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()), RecordTypesTest.class.getClassLoader());
  }

  private static <T> TypeSerializer<T> travelled(TypeSerializer<T> serializer) throws Exception {
    return InstantiationUtil.clone(serializer);
  }

  private static <T> TypeSerializer<T> serializer(TypeInformation<T> type) {
    return type.createSerializer(new SerializerConfigImpl());
  }

  /** Lines are the same when their slices are; the arrays around them may differ. */
  private static <T> void assertSame(T actual, T expected) {
    assertThat(plain(actual)).usingRecursiveComparison().isEqualTo(plain(expected));
  }

  private static Object plain(Object value) {
    if (value instanceof RunEvent event) {
      return List.of(event.operation(), plain(event.line()));
    }
    if (value instanceof RunLine line) {
      return List.of(
          line.at(new LinePlace(new ByteRange(0, 1), 0, 1, 0)),
          new String(line.bytes(), line.offset(), line.length(), StandardCharsets.UTF_8));
    }
    return value;
  }
}
