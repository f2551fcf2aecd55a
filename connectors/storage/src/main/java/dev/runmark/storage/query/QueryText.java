package dev.runmark.storage.query;

import dev.runmark.storage.failure.InvalidQueryException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the parameters of all queries must be. */
public final class QueryText {

  /** Longer ones stand in no row: what is indexed is cut or refused below it. */
  private static final int LONGEST = 2_000;

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  private QueryText() {}

  /** PostgreSQL takes neither NUL nor lone surrogates. */
  public static void check(String parameter, @Nullable String text) {
    if (text == null) {
      return;
    }
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new InvalidQueryException(
          parameter, text.length() + " characters, wanted 1 to " + LONGEST);
    }
    if (text.indexOf('\u0000') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidQueryException(parameter, "has a NUL or a lone surrogate");
    }
  }

  static void check(@Nullable Instant from, @Nullable Instant to) {
    check("from", from);
    check("to", to);
    if (from != null && to != null && !from.isBefore(to)) {
      throw new InvalidQueryException("to", to + ", wanted later than from, " + from);
    }
  }

  private static void check(String parameter, @Nullable Instant time) {
    if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
      throw new InvalidQueryException(parameter, "wanted a time from year 1 to 9999");
    }
  }

  static void check(int limit, int most) {
    if (limit < 1 || limit > most) {
      throw new InvalidQueryException("limit", limit + ", wanted 1 to " + most);
    }
  }
}
