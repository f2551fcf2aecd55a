package dev.runmark.reader.http;

import dev.runmark.reader.send.SendException;
import dev.runmark.storage.failure.CorruptRunException;
import dev.runmark.storage.failure.IndexRefusedException;
import dev.runmark.storage.failure.InvalidCursorException;
import dev.runmark.storage.failure.InvalidQueryException;
import dev.runmark.storage.failure.StoreAwayException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client is told instead of an answer: a status, a code to decide by, a message for people,
 * and perhaps more fields. Nothing of it says how the server is built.
 */
final class Problem extends Exception {
  private static final long serialVersionUID = 1L;

  /** Is never sent: there is nobody to read it. */
  private static final int GONE = 499;

  private final int status;
  private final String code;
  private final transient Map<String, Object> fields = new LinkedHashMap<>();
  private final transient Map<String, String> headers = new LinkedHashMap<>();

  Problem(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  static Problem invalid(String parameter, String why) {
    return new Problem(400, "invalid_parameter", parameter + ": " + why)
        .with("parameter", parameter);
  }

  Problem with(String field, Object value) {
    fields.put(field, value);
    return this;
  }

  /** Also as a header of the answer. */
  Problem head(String name, String value) {
    headers.put(name, value);
    return this;
  }

  Map<String, String> headers() {
    return headers;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, Object> fields() {
    return fields;
  }

  boolean retry() {
    return status == 503;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /** What any failure is to a client. */
  static Problem of(Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof InvalidCursorException) {
      return new Problem(400, "invalid_cursor", String.valueOf(failure.getMessage()));
    }
    if (failure instanceof InvalidQueryException query) {
      return invalid(Parameters.name(query.parameter()), query.why());
    }
    if (failure instanceof StoreAwayException away) {
      boolean index = away.store() == StoreAwayException.Store.INDEX;
      return new Problem(
          503, "store_away", (index ? "the index" : "the object store") + " gives no answer now");
    }
    if (failure instanceof IndexRefusedException) {
      return new Problem(
          503, "index_refused", "the index refuses the server: /health/ready and its log say why");
    }
    if (failure instanceof CorruptRunException corrupt) {
      return corrupt(corrupt);
    }
    if (failure instanceof SendException refused) {
      return of(refused);
    }
    if (failure instanceof RequestBody.BrokenException broken) {
      return broken.problem();
    }
    if (failure instanceof ResponseBody.GoneException) {
      return new Problem(GONE, "client_gone", "the client took no more of the answer");
    }
    return internal();
  }

  static Problem internal() {
    return new Problem(500, "internal", "this is a fault of the server, and in its log");
  }

  private static Problem corrupt(CorruptRunException corrupt) {
    Problem problem =
        new Problem(502, "corrupt_run", "what is stored of the run is not what the index promises")
            .with("run", corrupt.run().toString());
    CorruptRunException.Place place = corrupt.place();
    return place == null
        ? problem
        : problem
            .with("part", place.part().toString())
            .with("start", place.start())
            .with("end", place.end());
  }

  private static Problem refused(SendException refused, String message) {
    Problem problem =
        new Problem(422, String.valueOf(refused.reason()), message).with("index", refused.index());
    return refused.event() < 0 ? problem : problem.with("event", refused.event());
  }

  private static Problem of(SendException refused) {
    String message = String.valueOf(refused.getMessage());
    return switch (refused.kind()) {
      case EMPTY -> new Problem(400, "empty_body", message);
      case UNREADABLE -> new Problem(400, "invalid_encoding", message);
      case TOO_LARGE -> new Problem(413, "body_too_large", message);
      case REFUSED -> refused(refused, message);
      case FORBIDDEN -> new Problem(403, "tenant_not_writable", message);
      case BUSY -> new Problem(503, "busy", message).with("outcome", "not_stored");
      case NO_DISK ->
          new Problem(503, "busy", "the server has no disk for the body now")
              .with("outcome", "not_stored");
      case AWAY ->
          new Problem(503, "kafka_away", "Kafka does not take them now")
              .with("outcome", "not_stored");
      case UNKNOWN ->
          new Problem(503, "kafka_away", "Kafka did not confirm them: all are stored, or none")
              .with("outcome", "unknown");
    };
  }
}
