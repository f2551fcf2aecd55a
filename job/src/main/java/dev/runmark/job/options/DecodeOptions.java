package dev.runmark.job.options;

import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionTypes;
import dev.runmark.options.RecordOptions;
import dev.runmark.options.Settings;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
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

  private static final OptionKey ACCEPT_STRICTER =
      OptionKey.one(
          "decode.accept-stricter", "false", "start although runs were stored with larger limits");

  static final List<OptionKey> KEYS =
      Stream.concat(RecordOptions.KEYS.stream(), Stream.of(ACCEPT_STRICTER)).toList();

  static DecodeOptions from(Settings settings) {
    RecordOptions limits = RecordOptions.from(settings);
    return new DecodeOptions(
        new MemorySize(limits.record()),
        new MemorySize(limits.string()),
        limits.depth(),
        limits.digits(),
        limits.keys(),
        limits.events(),
        settings.one(ACCEPT_STRICTER, OptionTypes::flag));
  }
}
