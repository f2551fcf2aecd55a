package dev.runmark.decode;

import dev.runmark.decode.record.RejectionReason;
import dev.runmark.storage.json.FieldSlices;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.TimeText;
import dev.runmark.storage.json.UuidText;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one run by name. A null value is as good as none. Reusable.
 *
 * <p>Clients write times in two ways: as ISO 8601 text ({@link TimeText}), and as a JSON integer of
 * milliseconds since 1970, as LangSmith's JavaScript SDK does. Both must lie in the years 1 to
 * 9999; a fraction or an exponent is refused. The run's bytes stay as they came.
 */
final class RunFields {

  private static final int ABSENT = -1;

  /** Milliseconds of the year 9999 have 15 digits. */
  private static final int MAX_MILLIS_LENGTH = 16;

  private final int[] places = new int[KnownField.values().length];
  private FieldSlices fields = new FieldSlices();

  /**
   * Looks the fields up.
   *
   * @throws RejectedRunException when the object has not one field of a run
   */
  void of(ScannedRun run) {
    fields = run.fields();
    Arrays.fill(places, ABSENT);
    boolean any = false;
    for (int i = run.first(); i < run.first() + run.count(); i++) {
      KnownField known = KnownField.of(fields, i);
      if (known != null) {
        places[known.ordinal()] = i;
        any |= known.ofRun();
      }
    }
    if (!any) {
      throw new RejectedRunException(
          RejectionReason.NOT_A_RUN, "an object of " + run.count() + " fields, none of a run");
    }
  }

  boolean has(KnownField field) {
    int place = places[field.ordinal()];
    return place != ABSENT && !fields.isNull(place);
  }

  /** Where the value of a field lies, null included; null when there is no such field. */
  @Nullable Slice value(KnownField field) {
    int place = places[field.ordinal()];
    return place == ABSENT ? null : fields.value(place);
  }

  /** The inside of a string, as written; null when there is none. */
  @Nullable Slice string(KnownField field) {
    if (!has(field)) {
      return null;
    }
    Slice value = fields.value(places[field.ordinal()]);
    if (value.bytes()[value.offset()] != '"') {
      throw invalid(RejectionReason.INVALID_FIELD, field, "not a string");
    }
    return new Slice(value.bytes(), value.offset() + 1, value.length() - 2);
  }

  @Nullable UUID uuid(KnownField field) {
    if (!has(field)) {
      return null;
    }
    Slice text = fields.value(places[field.ordinal()]);
    if (text.bytes()[text.offset()] != '"') {
      throw invalid(RejectionReason.INVALID_ID, field, "not a string");
    }
    Slice inside = new Slice(text.bytes(), text.offset() + 1, text.length() - 2);
    UUID uuid = UuidText.parseInside(inside);
    if (uuid == null) {
      throw invalid(RejectionReason.INVALID_ID, field, inside.length() + " bytes, no UUID");
    }
    return uuid;
  }

  /** A time as text, or as an integer of milliseconds since 1970-01-01T00:00Z. */
  @Nullable Instant time(KnownField field) {
    Slice value = value(field);
    if (value != null && isNumber(value)) {
      return millis(field, value);
    }
    Slice inside = string(field);
    if (inside == null) {
      return null;
    }
    long micros = TimeText.micros(inside);
    if (micros == TimeText.NOT_A_TIME) {
      throw noTime(field);
    }
    return TimeText.instant(micros);
  }

  private static Instant millis(KnownField field, Slice number) {
    for (int i = number.offset() + 1; i < number.end(); i++) {
      if (!isDigit(number.bytes()[i])) {
        throw invalid(
            RejectionReason.INVALID_FIELD, field, "a number, but no integer of milliseconds");
      }
    }
    if (number.length() > MAX_MILLIS_LENGTH) {
      throw noTime(field);
    }
    Instant time = Instant.ofEpochMilli(Long.parseLong(number.toString()));
    if (!TimeText.inBounds(time)) {
      throw noTime(field);
    }
    return time;
  }

  private static boolean isNumber(Slice value) {
    byte first = value.bytes()[value.offset()];
    return first == '-' || isDigit(first);
  }

  private static boolean isDigit(byte next) {
    return next >= '0' && next <= '9';
  }

  private static RejectedRunException noTime(KnownField field) {
    return invalid(RejectionReason.INVALID_FIELD, field, "no time of the years 1 to 9999");
  }

  private static RejectedRunException invalid(
      RejectionReason reason, KnownField field, String message) {
    return new RejectedRunException(reason, field.text() + ": " + message);
  }
}
