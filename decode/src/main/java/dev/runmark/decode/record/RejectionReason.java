package dev.runmark.decode.record;

import java.util.Locale;

/** Why something was rejected; the code is public: it is what people filter dead letters by. */
public enum RejectionReason {
  NOT_UTF8,
  NOT_JSON,
  NOT_A_RUN,
  DUPLICATE_KEY,
  TOO_DEEP,
  TOO_LARGE,
  TOO_MANY_EVENTS,
  INVALID_ID,
  INVALID_FIELD,
  NO_TRACE;

  /** The code as it stands in headers and tables, for example {@code invalid_id}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static RejectionReason ofCode(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
