package dev.runmark.quickstart.generate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The forms in which clients put events into a record. */
final class Packing {

  private Packing() {}

  /** A create by itself; any other event in an envelope. */
  static Packed bare(UUID trace, SentEvent event) {
    return event.kind() == SentEvent.Kind.CREATE
        ? packed(trace, event.json(), List.of(event))
        : envelope(trace, event);
  }

  static Packed envelope(UUID trace, SentEvent event) {
    return packed(trace, envelope(event), List.of(event));
  }

  static String envelope(SentEvent event) {
    return "{\"operation\":\"" + event.kind().operation() + "\",\"run\":" + event.json() + "}";
  }

  /** The body of LangSmith's batches: creates, then patches, which is how they count. */
  static Packed batch(UUID trace, List<SentEvent> events) {
    List<SentEvent> posts = of(events, SentEvent.Kind.CREATE);
    List<SentEvent> patches = of(events, SentEvent.Kind.PATCH);
    String body = "{\"post\":[" + join(posts, ",") + "],\"patch\":[" + join(patches, ",") + "]}";
    return packed(trace, body, Stream.concat(posts.stream(), patches.stream()).toList());
  }

  /** A batch with one more create, at a place among the others, that cannot be accepted. */
  static Packed spoiltBatch(UUID trace, List<SentEvent> events, SentEvent bad, int at) {
    List<SentEvent> all = new ArrayList<>(events);
    all.add(at, bad);
    Packed whole = batch(trace, all);
    List<SentEvent> good = whole.events().stream().filter(event -> event != bad).toList();
    Packed.Spoilt spoilt =
        new Packed.Spoilt("bad id", whole.events().indexOf(bad), utf8(bad.json()));
    return new Packed(trace, whole.value(), good, spoilt);
  }

  /** Creates only. */
  static Packed array(UUID trace, List<SentEvent> creates) {
    return packed(trace, "[" + join(creates, ", ") + "]", creates);
  }

  /** Creates only, each on one line. */
  static Packed lines(UUID trace, List<SentEvent> creates) {
    return packed(trace, join(creates, "\n") + "\n", creates);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Packed packed(UUID trace, String value, List<SentEvent> events) {
    return new Packed(trace, utf8(value), events, null);
  }

  private static List<SentEvent> of(List<SentEvent> events, SentEvent.Kind kind) {
    return events.stream().filter(event -> event.kind() == kind).toList();
  }

  private static String join(List<SentEvent> events, String separator) {
    return events.stream().map(SentEvent::json).collect(Collectors.joining(separator));
  }
}
