package dev.runmark.job.options;

import static dev.runmark.options.OptionTypes.sizeBetween;
import static dev.runmark.options.OptionTypes.wholeNumber;

import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionTypes;
import dev.runmark.options.Settings;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * What a record may hold before it is rejected.
 *
 * @param record size of its value
 * @param string size of one string as written
 * @param depth how deep a run may nest, itself included
 * @param digits length of one number as written
 * @param keys of a record, at all levels together
 * @param events that one record may carry
 * @param acceptStricter whether any of them may be smaller than what runs were stored with
 */
public record DecodeOptions(
    MemorySize record,
    MemorySize string,
    int depth,
    int digits,
    int keys,
    int events,
    boolean acceptStricter)
    implements Serializable {

  private static final long serialVersionUID = 1L;

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

  private static final OptionKey ACCEPT_STRICTER =
      OptionKey.one(
          "decode.accept-stricter", "false", "start although runs were stored with larger limits");

  static final List<OptionKey> KEYS =
      List.of(RECORD, STRING, DEPTH, DIGITS, KEYS_OF_RECORD, EVENTS, ACCEPT_STRICTER);

  static DecodeOptions from(Settings settings) {
    return new DecodeOptions(
        settings.one(RECORD, sizeBetween("1 KiB", "256 MiB", MemorySize::new)),
        settings.one(STRING, sizeBetween("1 KiB", "256 MiB", MemorySize::new)),
        settings.one(DEPTH, wholeNumber(8, 10_000)),
        settings.one(DIGITS, wholeNumber(20, 1_000_000)),
        settings.one(KEYS_OF_RECORD, wholeNumber(100, 100_000_000)),
        settings.one(EVENTS, wholeNumber(1, 10_000_000)),
        settings.one(ACCEPT_STRICTER, OptionTypes::flag));
  }
}
