package dev.runmark.job.record.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.SourceOffset;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.sink.FrontierMark;
import dev.runmark.sink.Trace;
import dev.runmark.storage.index.Frontier;
import dev.runmark.storage.index.SourceFrontier;
import dev.runmark.storage.part.EventSpan;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunKey;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** What the trace window keeps in state, byte for byte: savepoints hold it. */
class WindowTypesTest {

  private static final UUID ONE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

  @Test
  void theBytesOfAKeyOfVersion1() throws IOException {
    TraceKey key = new TraceKey("tü", ONE);
    assertThat(bytes(RecordTypes.TRACE_KEY, key))
        .isEqualTo("0374c3bc" + "00112233445566778899aabbccddeeff");
    assertRoundTrip(RecordTypes.TRACE_KEY, key);
  }

  @Test
  void theBytesOfAWindowOfVersion1() throws IOException {
    OpenWindow window =
        new OpenWindow(
            1,
            2,
            OpenWindow.NOT_ENDED,
            258,
            3,
            OpenWindow.NO_TIMER,
            List.of(
                new SourceOffset(new SourcePartition(ONE, "rü", 1), 4),
                new SourceOffset(new SourcePartition(ONE, "rü", 200), 5)));
    assertThat(bytes(RecordTypes.OPEN_WINDOW, window))
        .isEqualTo(
            "0000000000000001"
                + "0000000000000002"
                + "7fffffffffffffff"
                + "0000000000000102"
                + "00000003"
                + "7fffffffffffffff"
                + "02"
                + "00112233445566778899aabbccddeeff0372c3bc01"
                + "0000000000000004"
                + "00112233445566778899aabbccddeeff0372c3bcc801"
                + "0000000000000005");
    assertRoundTrip(RecordTypes.OPEN_WINDOW, window);
    assertRoundTrip(RecordTypes.OPEN_WINDOW, OpenWindow.at(7));
  }

  @Test
  void theBytesOfAPlaceOfVersion1() throws IOException {
    SourceOffset place = new SourceOffset(new SourcePartition(ONE, "rü", 200), 258);
    assertThat(bytes(RecordTypes.SOURCE_OFFSET, place))
        .isEqualTo("00112233445566778899aabbccddeeff0372c3bcc801" + "0000000000000102");
    assertRoundTrip(RecordTypes.SOURCE_OFFSET, place);
    assertRoundTrip(RecordTypes.SOURCE_OFFSET, new SourceOffset(place.source(), Long.MAX_VALUE));
  }

  /** Which subtask has a key must be the same in every JVM. */
  @Test
  void theHashOfAKeyIsFixed() {
    assertThat(new TraceKey("default", ONE).hashCode()).isEqualTo(644280799);
  }

  /** Savepoints find state and timers by these. */
  @Test
  void theNamesInSavepointsAreFixed() {
    assertThat(RecordTypes.TRACE_KEY).hasToString("TraceKey");
    assertThat(RecordTypes.OPEN_WINDOW).hasToString("OpenWindow");
    assertThat(RecordTypes.RUN_EVENT).hasToString("RunEvent");
    assertThat(RecordTypes.SOURCE_OFFSET).hasToString("SourceOffset");
    assertThat(RecordFormats.TRACE_KEY.version()).isEqualTo(1);
  }

  @Test
  void aTraceIsItsLines() throws IOException {
    byte[] bytes = "..{\"id\":\"é\"}.".getBytes(StandardCharsets.UTF_8);
    Trace trace = new Trace(List.of(line(bytes, 2), line(bytes, 3)));
    Trace read = (Trace) roundTrip(RecordTypes.SINK_ELEMENT, trace);
    assertThat(read.lines())
        .extracting(line -> new String(line.bytes(), StandardCharsets.UTF_8))
        .containsExactly("{\"id\":\"é\"}", "\"id\":\"é\"}");
  }

  @Test
  void aFrontierComesBack() throws IOException {
    SourcePartition source = new SourcePartition(ONE, "rü", 1);
    assertRoundTrip(
        RecordTypes.SINK_ELEMENT,
        new FrontierMark(
            new Frontier(
                ONE,
                1L << 40,
                1,
                3,
                List.of(
                    new SourceFrontier(source, OptionalLong.of(0), OptionalLong.of(1L << 41)),
                    new SourceFrontier(
                        new SourcePartition(ONE, "rü", 2),
                        OptionalLong.empty(),
                        OptionalLong.of(7)),
                    new SourceFrontier(
                        new SourcePartition(ONE, "rü", 3),
                        OptionalLong.of(8),
                        OptionalLong.empty())))));
    assertRoundTrip(
        RecordTypes.SINK_ELEMENT, new FrontierMark(new Frontier(ONE, 1, 0, 1, List.of())));
  }

  private static RunLine line(byte[] bytes, int offset) {
    return new RunLine(
        new RunKey("t", ONE),
        ONE,
        new SourcePartition(ONE, "runs", 1),
        EventSpan.ofPatch(300),
        Listing.NONE,
        bytes,
        offset,
        bytes.length - 1 - offset);
  }

  private static <T> void assertRoundTrip(TypeInformation<T> type, T value) throws IOException {
    assertThat(roundTrip(type, value)).isEqualTo(value);
  }

  private static <T> T roundTrip(TypeInformation<T> type, T value) throws IOException {
    byte[] bytes = HexFormat.of().parseHex(bytes(type, value));
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    T read = type.createSerializer(new SerializerConfigImpl()).deserialize(in);
    assertThat(in.available()).isZero();
    return read;
  }

  private static <T> String bytes(TypeInformation<T> type, T value) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    type.createSerializer(new SerializerConfigImpl()).serialize(value, out);
    return HexFormat.of().formatHex(out.getCopyOfBuffer());
  }
}
