package dev.runmark.job.options;

import static dev.runmark.options.OptionTypes.word;

import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionTypes;
import dev.runmark.options.Settings;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where reading ends. A job with an end is a replay: it reads again beside the live one, whose
 * start it neither checks nor changes.
 *
 * @param timestamp of {@link Mode#TIMESTAMP}; null with any other
 * @param offsets of {@link Mode#OFFSETS}, one a partition, none of them read; empty with any other.
 *     A partition without one is left out
 * @param topicId which generation of the topic the offsets are of, when they were planned; else
 *     null
 */
public record EndOptions(
    Mode mode, @Nullable Instant timestamp, List<PartitionOffset> offsets, @Nullable UUID topicId)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The places to end at. */
  public enum Mode {
    /** Never. */
    NONE,
    /** What is there at the start. */
    LATEST,
    TIMESTAMP,
    OFFSETS
  }

  public static final EndOptions NONE = new EndOptions(Mode.NONE, null, List.of());

  private static final OptionKey MODE =
      OptionKey.one("kafka.end", "none", "where a replay ends: latest, timestamp or offsets");
  private static final OptionKey TIMESTAMP =
      OptionKey.one("kafka.end-timestamp", "time of end: timestamp, with its zone");
  private static final OptionKey OFFSETS =
      OptionKey.list("kafka.end-offsets", "topic/partition@offset, of end: offsets");

  static final List<OptionKey> KEYS = List.of(MODE, TIMESTAMP, OFFSETS);

  public EndOptions {
    offsets = Ranges.checked("kafka.end", offsets);
    Ranges.onlyWith("kafka.end", "timestamp", timestamp != null, mode == Mode.TIMESTAMP);
    Ranges.onlyWith("kafka.end", "offsets", !offsets.isEmpty(), mode == Mode.OFFSETS);
  }

  public EndOptions(Mode mode, @Nullable Instant timestamp, List<PartitionOffset> offsets) {
    this(mode, timestamp, offsets, null);
  }

  /** Before these offsets of that generation of their topic. */
  public static EndOptions planned(List<PartitionOffset> offsets, UUID topicId) {
    return new EndOptions(Mode.OFFSETS, null, offsets, topicId);
  }

  static EndOptions from(Settings settings) {
    Mode mode = settings.one(MODE, word(Mode.class));
    Instant timestamp = settings.find(TIMESTAMP, OptionTypes::instant).orElse(null);
    List<PartitionOffset> offsets =
        settings.findList(OFFSETS, PartitionOffset::parse).orElse(List.of());
    return settings.build(() -> new EndOptions(mode, timestamp, offsets));
  }
}
