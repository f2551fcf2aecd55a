package dev.runmark.reader.cli;

import dev.runmark.console.StoredBytes;
import dev.runmark.reader.cli.LineBatches.Line;
import dev.runmark.reader.send.ContentCoding;
import dev.runmark.reader.send.SendException;
import dev.runmark.reader.send.SendException.Kind;
import dev.runmark.reader.send.SendRuns;
import dev.runmark.reader.send.Sender;
import dev.runmark.reader.send.SentRuns;
import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.JsonLimits;
import dev.runmark.storage.json.JsonScanner;
import dev.runmark.storage.json.MalformedJsonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends lines through the write door, each batch all or none, and knows what has been sent. */
final class LineSender {

  private final SendRuns door;
  private final Sender sender;
  private final Consumer<SentRuns> sent;
  private long runs;
  private long transactions;
  private long lastLine;

  /**
   * @param sent is told of each transaction
   */
  LineSender(SendRuns door, Sender sender, Consumer<SentRuns> sent) {
    this.door = door;
    this.sender = sender;
    this.sent = sent;
  }

  long runs() {
    return runs;
  }

  long transactions() {
    return transactions;
  }

  /**
   * Sends the runs of these lines; those of a batch that is more than a request may be, in several.
   *
   * @throws SendStoppedException when they are not sent, or that is not known
   */
  void send(List<Line> batch) throws IOException {
    for (Line line : batch) {
      if (line.first() != '{') {
        throw stopped(line, "not_a_run: wanted an object, one a line", batch, Kind.REFUSED, null);
      }
    }
    SentRuns taken;
    try {
      taken = door.send(body(batch), ContentCoding.IDENTITY, sender);
    } catch (SendException e) {
      if (batch.size() > 1 && tooMuch(e)) {
        send(batch.subList(0, batch.size() / 2));
        send(batch.subList(batch.size() / 2, batch.size()));
        return;
      }
      throw stopped(batch, e);
    }
    runs += taken.runs().size();
    transactions++;
    lastLine = batch.get(batch.size() - 1).number();
    sent.accept(taken);
  }

  private static InputStream body(List<Line> batch) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Line line : batch) {
      body.writeBytes(line.bytes());
      body.write('\n');
    }
    return new ByteArrayInputStream(body.toByteArray());
  }

  private static boolean tooMuch(SendException e) {
    return e.kind() == Kind.TOO_LARGE || "too_many_events".equals(e.reason());
  }

  private SendStoppedException stopped(List<Line> batch, SendException e) {
    String message = String.valueOf(e.getMessage());
    if (e.kind() == Kind.REFUSED) {
      int at = Math.min(e.index(), batch.size() - 1);
      String why = e.reason() + message.substring(message.indexOf(": "));
      if (e.index() > 0 && holdsMore(batch.get(e.index() - 1))) {
        at = e.index() - 1;
        why = "not_json: something stands behind the object; wanted one run a line";
      }
      return stopped(batch.get(at), why, batch, e.kind(), e);
    }
    if (batch.size() == 1) {
      return stopped(batch.get(0), message, batch, e.kind(), e);
    }
    return new SendStoppedException(
        e.kind(), lines(batch) + ": " + message + "; " + before(batch, e.kind()), e);
  }

  private SendStoppedException stopped(
      Line line, String why, List<Line> batch, Kind kind, @Nullable Throwable cause) {
    return new SendStoppedException(
        kind, "line " + line.number() + ": " + why + "; " + before(batch, kind), cause);
  }

  private static String lines(List<Line> batch) {
    return "lines " + batch.get(0).number() + " to " + batch.get(batch.size() - 1).number();
  }

  /** What was sent before, and where to go on. */
  private String before(List<Line> batch, Kind kind) {
    String before =
        runs == 0
            ? "nothing was sent before"
            : "sent before: "
                + StoredBytes.count(runs, "run")
                + ", those up to line "
                + lastLine
                + " of the input";
    return kind == Kind.UNKNOWN
        ? before + "; whether those of " + lines(batch) + " are sent is not known"
        : before + "; nothing from line " + (lastLine + 1) + " on";
  }

  private static boolean holdsMore(Line line) {
    byte[] bytes = line.bytes();
    JsonScanner scanner = new JsonScanner(JsonLimits.STORED);
    FieldSlices fields = new FieldSlices();
    try {
      scanner.reset(bytes, 0, bytes.length);
      fields.reset(bytes);
      fields.readObject(scanner);
    } catch (MalformedJsonException e) {
      return false;
    }
    int end = scanner.position();
    return !new String(bytes, end, bytes.length - end, StandardCharsets.ISO_8859_1).isBlank();
  }
}
