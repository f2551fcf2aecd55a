package dev.runmark.options;

import static dev.runmark.options.OptionTypes.sizeBetween;
import static dev.runmark.options.OptionTypes.wholeNumber;

import java.util.List;

/**
 * What a record may hold before it is rejected: the same for who reads records and who sends them.
 *
 * @param record bytes of its value
 * @param string bytes of one string as written
 * @param depth how deep a run may nest, itself included
 * @param digits length of one number as written
 * @param keys of a record, at all levels together
 * @param events that one record may carry
 */
public record RecordOptions(int record, int string, int depth, int digits, int keys, int events) {

  private static final OptionKey RECORD =
      OptionKey.one("decode.record", "32 MiB", "largest record value");
  private static final OptionKey STRING =
      OptionKey.one("decode.string", "32 MiB", "longest string as written");
  private static final OptionKey DEPTH =
      OptionKey.one("decode.depth", "500", "deepest nesting of objects and arrays");
  private static final OptionKey DIGITS =
      OptionKey.one("decode.digits", "1000", "longest number as written");
  private static final OptionKey KEYS_OF_RECORD =
      OptionKey.one("decode.keys", "1000000", "most keys of a record, at all levels together");
  private static final OptionKey EVENTS =
      OptionKey.one("decode.events", "100000", "most events of a record");

  public static final List<OptionKey> KEYS =
      List.of(RECORD, STRING, DEPTH, DIGITS, KEYS_OF_RECORD, EVENTS);

  public static RecordOptions from(Settings settings) {
    return new RecordOptions(
        settings.one(RECORD, sizeBetween("1 KiB", "256 MiB", Math::toIntExact)),
        settings.one(STRING, sizeBetween("1 KiB", "256 MiB", Math::toIntExact)),
        settings.one(DEPTH, wholeNumber(8, 10_000)),
        settings.one(DIGITS, wholeNumber(20, 1_000_000)),
        settings.one(KEYS_OF_RECORD, wholeNumber(100, 100_000_000)),
        settings.one(EVENTS, wholeNumber(1, 10_000_000)));
  }
}
