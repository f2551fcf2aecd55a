package dev.runmark.traces.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Pattern;

/** Fields of a span in JSON. */
final class Fields {

  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");
  private static final Pattern ZEROES = Pattern.compile("0*");

  private Fields() {}

  /**
   * An id, in either case of hex digits and of any length: Jaeger leaves out leading zeroes.
   *
   * @param digits that it has in full
   */
  static String id(JsonNode of, String field, int digits) {
    String id = optionalId(of, field, digits);
    if (id.isEmpty()) {
      throw new IllegalArgumentException("a span without " + field);
    }
    return id;
  }

  /** The same; empty if it is not there, or all zeroes. */
  static String optionalId(JsonNode of, String field, int digits) {
    String id = of.path(field).asText("").toLowerCase(Locale.ROOT);
    if (ZEROES.matcher(id).matches()) {
      return "";
    }
    if (id.length() > digits || !HEX.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "%s '%s': wanted %d hex digits".formatted(field, of.path(field).asText(), digits));
    }
    return "0".repeat(digits - id.length()) + id;
  }

  /** A whole number, also one that stands there as text. */
  static long number(JsonNode of, String field) {
    try {
      return Long.parseLong(of.path(field).asText());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s '%s' of a span: wanted a whole number".formatted(field, of.path(field).asText()));
    }
  }
}
