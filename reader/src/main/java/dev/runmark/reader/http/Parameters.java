package dev.runmark.reader.http;

import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.UuidText;
import dev.runmark.storage.part.RunStatus;
import dev.runmark.storage.query.Order;
import dev.runmark.storage.query.PartQuery;
import dev.runmark.storage.query.RunQuery;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** The parameters of one request: each known to its route, each at most once. */
final class Parameters {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(120);
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  private final Fields fields;

  private Parameters(Fields fields) {
    this.fields = fields;
  }

  /**
   * @param known names that the route takes
   */
  static Parameters of(Request request, List<String> known) throws Problem {
    Fields fields;
    try {
      fields = Request.extractQueryParameters(request, StandardCharsets.UTF_8);
    } catch (RuntimeException e) {
      throw new Problem(400, "invalid_query", "the query string is not encoded rightly");
    }
    for (Fields.Field field : fields) {
      if (!known.contains(field.getName())) {
        throw unknown(field.getName(), known);
      }
      if (field.getValues().size() > 1) {
        throw Problem.invalid(field.getName(), "given more than once");
      }
    }
    return new Parameters(fields);
  }

  private static Problem unknown(String name, List<String> known) {
    if (name.toLowerCase(Locale.ROOT).contains("token")) {
      return new Problem(401, "unauthorized", "a token belongs into the header Authorization");
    }
    return new Problem(
        400,
        "unknown_parameter",
        known.isEmpty() ? "none is known here" : "known here are " + String.join(", ", known));
  }

  /** What the API calls a component of a query. */
  static String name(String component) {
    return switch (component) {
      case "runType" -> "run_type";
      case "hasError" -> "has_error";
      case "namePrefix" -> "name_prefix";
      default -> component;
    };
  }

  @Nullable String text(String name) {
    return fields.getValue(name);
  }

  /** The id that a text names, in any of the forms that are taken. */
  static UUID id(String parameter, String text) throws Problem {
    UUID id = UuidText.parse(Slice.of(text.getBytes(StandardCharsets.UTF_8)));
    if (id == null) {
      throw new Problem(400, "invalid_id", parameter + ": wanted a UUID")
          .with("parameter", parameter);
    }
    return id;
  }

  RunQuery runs(String tenant) throws Problem {
    String trace = text("trace_id");
    RunQuery all = RunQuery.of(tenant);
    return new RunQuery(
        tenant,
        text("project"),
        trace == null ? null : id("trace_id", trace),
        text("run_type"),
        status(),
        flag("has_error"),
        text("name_prefix"),
        time("from"),
        time("to"),
        order(),
        limit(all.limit()));
  }

  PartQuery parts() throws Problem {
    return new PartQuery(time("from"), time("to"), order(), limit(RunQuery.of("-").limit()));
  }

  /** Whether the documents are wanted too. */
  boolean payload() throws Problem {
    return "payload".equals(oneOf("fields", "index", "payload"));
  }

  /** How long to wait until what was sent can be read; zero: not at all. */
  Duration wait(boolean visible) throws Problem {
    String text = text("timeout");
    if (text == null) {
      return visible ? USUAL_WAIT : Duration.ZERO;
    }
    if (!visible) {
      throw Problem.invalid("timeout", "only with wait=visible");
    }
    Duration wait = Duration.ofSeconds(number("timeout", text));
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw Problem.invalid("timeout", "wanted at most 120 seconds");
    }
    return wait;
  }

  boolean visible() throws Problem {
    return oneOf("wait", "visible") != null;
  }

  private int limit(int usual) throws Problem {
    String text = text("limit");
    return text == null ? usual : number("limit", text);
  }

  private static int number(String name, String text) throws Problem {
    if (!NUMBER.matcher(text).matches()) {
      throw Problem.invalid(name, "wanted a whole number");
    }
    return Integer.parseInt(text);
  }

  private @Nullable RunStatus status() throws Problem {
    String text = oneOf("status", "pending", "success", "error");
    return text == null ? null : RunStatus.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private @Nullable Boolean flag(String name) throws Problem {
    String text = oneOf(name, "true", "false");
    return text == null ? null : Boolean.valueOf(text);
  }

  private Order order() throws Problem {
    return "oldest".equals(oneOf("order", "newest", "oldest"))
        ? Order.OLDEST_FIRST
        : Order.NEWEST_FIRST;
  }

  private @Nullable String oneOf(String name, String... words) throws Problem {
    String text = text(name);
    if (text != null && !List.of(words).contains(text)) {
      throw Problem.invalid(name, "wanted " + String.join(" or ", words));
    }
    return text;
  }

  private @Nullable Instant time(String name) throws Problem {
    String text = text(name);
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw Problem.invalid(name, "wanted a time with its zone, such as 2026-11-20T10:00:00Z");
    }
  }
}
