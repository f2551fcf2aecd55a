package dev.runmark.reader.send;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.Operation;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RecordHeader;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges runs by the job's own decoder, as if each were a record: what the job would make a dead
 * letter is refused here. Ids are minted where there are none. One thread at a time.
 */
final class Judge {

  private static final SourcePartition REQUEST = new SourcePartition(new UUID(0, 0), "request", 0);

  private final RunDecoder minting;
  private final RunDecoder repeating;

  Judge(DecodeLimits limits, TenantPolicy tenants) {
    minting = new RunDecoder(limits, tenants, origin -> PartId.mint(Instant.now()).uuid());
    repeating = new RunDecoder(limits, tenants);
  }

  /**
   * The events of one element of a request, each as a record's value: a run as it came, else in an
   * envelope that says what it is.
   *
   * @param index of the element
   * @param largest bytes of a record's value
   */
  List<JudgedEvent> events(byte[] element, int index, List<RecordHeader> headers, int largest)
      throws SendException {
    List<JudgedEvent> events = new ArrayList<>();
    Decoded decoded = decoded(minting, element, index, headers);
    decoded.refuse(index, -1);
    for (Numbered each : decoded.events) {
      RunLine line = each.event().line();
      byte[] value = value(each.event());
      if (!Arrays.equals(value, element)) {
        decoded(repeating, value, index, headers).refuse(index, each.number());
      }
      if (value.length > largest) {
        throw SendException.refused(
            index,
            each.number(),
            "too_large",
            value.length + " bytes, a record of the topic takes " + largest);
      }
      events.add(new JudgedEvent(line.key().run(), line.trace(), value));
    }
    return events;
  }

  private static byte[] value(RunEvent event) {
    RunLine line = event.line();
    if (event.operation() == Operation.CREATE) {
      return line.length() == line.bytes().length
          ? line.bytes()
          : Arrays.copyOfRange(line.bytes(), line.offset(), line.offset() + line.length());
    }
    String word = event.operation() == Operation.PATCH ? "patch" : "complete";
    ByteArrayOutputStream value = new ByteArrayOutputStream(line.length() + 64);
    value.writeBytes(
        ("{\"operation\":\"" + word + "\",\"run\":").getBytes(StandardCharsets.US_ASCII));
    value.write(line.bytes(), line.offset(), line.length());
    value.write('}');
    return value.toByteArray();
  }

  private static Decoded decoded(
      RunDecoder decoder, byte[] value, int index, List<RecordHeader> headers) {
    Decoded decoded = new Decoded();
    decoder.decode(new RawRecord(REQUEST, index, Instant.now(), null, value, headers), decoded);
    return decoded;
  }

  /**
   * @param number of the event in its element, as it stands there
   */
  private record Numbered(RunEvent event, int number) {}

  private static final class Decoded implements RunDecoder.Output {
    private final List<Numbered> events = new ArrayList<>();
    private @Nullable RejectedRecord rejected;

    /**
     * @param event which one of the element this was; -1: it was all of it
     */
    private void refuse(int index, int event) throws SendException {
      RejectedRecord first = rejected;
      if (first != null) {
        String message = first.message();
        throw SendException.refused(
            index,
            event < 0 ? first.index() : event,
            first.reason().code(),
            message.substring(message.indexOf(": ") + 2));
      }
    }

    @Override
    public void event(RunEvent event, int number) {
      events.add(new Numbered(event, number));
    }

    @Override
    public void rejected(RejectedRecord refused) {
      if (rejected == null) {
        rejected = refused;
      }
    }

    @Override
    public void tombstone(RawRecord record) {
      throw new IllegalStateException("a value that is null");
    }
  }
}
