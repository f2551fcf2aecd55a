package dev.runmark.job.options;

import static dev.runmark.job.options.OptionTypes.wholeNumber;
import static dev.runmark.job.options.OptionTypes.sizeBetween;

import java.io.Serializable;
import java.util.List;
import org.apache.flink.configuration.MemorySize;

/**
 * What a record may hold before it is rejected.
 *
 * @param record its size
 * @param depth how deep objects and arrays may nest
 * @param number digits of one number
 * @param string one string
 * @param fields keys of one object
 */
public record DecodeOptions(MemorySize record, int depth, int number, MemorySize string, int fields)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final OptionKey RECORD =
      OptionKey.one("decode.record", "16 MiB", "largest record value");
  private static final OptionKey DEPTH =
      OptionKey.one("decode.depth", "500", "deepest nesting of objects and arrays");
  private static final OptionKey NUMBER =
      OptionKey.one("decode.number-digits", "1000", "most digits of a number");
  private static final OptionKey STRING =
      OptionKey.one("decode.string", "16 MiB", "longest string");
  private static final OptionKey FIELDS =
      OptionKey.one("decode.fields", "100000", "most keys of a record");

  static final List<OptionKey> KEYS = List.of(RECORD, DEPTH, NUMBER, STRING, FIELDS);

  static DecodeOptions from(Settings settings) {
    return new DecodeOptions(
        settings.one(RECORD, sizeBetween("1 KiB", "256 MiB")),
        settings.one(DEPTH, wholeNumber(8, 1000)),
        settings.one(NUMBER, wholeNumber(20, 100_000)),
        settings.one(STRING, sizeBetween("1 KiB", "256 MiB")),
        settings.one(FIELDS, wholeNumber(16, 10_000_000)));
  }
}
