package dev.runmark.reader.http;

import dev.runmark.reader.send.ContentCoding;
import dev.runmark.reader.send.SendRuns;
import dev.runmark.reader.send.Sender;
import dev.runmark.reader.send.SentRuns;
import dev.runmark.reader.send.Visibility;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is written: runs, by the write door. */
final class WriteRoutes {

  /** As the W3C's Trace Context has it. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final SendRuns door;
  private final Visibility visibility;

  WriteRoutes(SendRuns door, Visibility visibility) {
    this.door = door;
    this.visibility = visibility;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            "POST",
            "/runs",
            Scope.WRITE,
            List.of("wait", "timeout"),
            Set.of(201, 202, 400, 408, 413, 415, 422),
            this::send));
  }

  private void send(Exchange exchange) throws Exception {
    boolean visible = exchange.parameters().visible();
    Duration wait = exchange.parameters().wait(visible);
    Sender sender = new Sender(exchange.tenant(), traceparent(exchange.header("traceparent")));
    SentRuns sent = door.send(exchange.body(), coding(exchange.header("Content-Encoding")), sender);
    boolean created = !visible || visibility.await(sent, wait);
    exchange.json(
        created ? 201 : 202,
        json -> {
          json.writeStringField("status", created ? "created" : "accepted");
          json.writeArrayFieldStart("run_ids");
          for (UUID run : sent.runs()) {
            json.writeString(run.toString());
          }
          json.writeEndArray();
        });
  }

  /** Of this request's own span, where it is traced; what is none is not passed on. */
  private static @Nullable String traceparent(@Nullable String header) {
    String own = RequestSpans.traceparent();
    if (own != null) {
      return own;
    }
    return header != null && TRACEPARENT.matcher(header).matches() ? header : null;
  }

  private static ContentCoding coding(@Nullable String header) throws Problem {
    if (header == null) {
      return ContentCoding.IDENTITY;
    }
    return switch (header.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> ContentCoding.IDENTITY;
      case "gzip", "x-gzip" -> ContentCoding.GZIP;
      case "zstd" -> ContentCoding.ZSTD;
      default -> throw new Problem(415, "unsupported_encoding", "wanted gzip or zstd");
    };
  }
}
