package dev.runmark.job.options;

import static dev.runmark.options.OptionTypes.word;

import dev.runmark.options.OptionKey;
import dev.runmark.options.OptionTypes;
import dev.runmark.options.Settings;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where partitions begin that no checkpoint knows.
 *
 * @param timestamp of {@link Mode#TIMESTAMP}; null with any other
 * @param offsets of {@link Mode#OFFSETS}, one a partition; empty with any other
 * @param replay whether a start below what the index has is meant
 * @param acceptGap whether offsets may be left out for good
 */
public record StartOptions(
    Mode mode,
    @Nullable Instant timestamp,
    List<PartitionOffset> offsets,
    boolean replay,
    boolean acceptGap)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The places to begin at. */
  public enum Mode {
    EARLIEST,
    LATEST,
    TIMESTAMP,
    OFFSETS,
    /** Where the index says that all below is stored. */
    LEDGER
  }

  public static final StartOptions EARLIEST =
      new StartOptions(Mode.EARLIEST, null, List.of(), false, false);

  private static final OptionKey MODE =
      OptionKey.one(
          "kafka.start",
          "earliest",
          "where a partition without state begins: earliest, latest, timestamp, offsets or ledger");
  private static final OptionKey TIMESTAMP =
      OptionKey.one("kafka.start-timestamp", "time of start: timestamp, with its zone");
  private static final OptionKey OFFSETS =
      OptionKey.list(
          "kafka.start-offsets",
          "topic/partition@offset, all, of start: offsets; with an end, those to read");
  private static final OptionKey REPLAY =
      OptionKey.one(
          "kafka.replay", "false", "start without state below what the index has, to read again");
  private static final OptionKey ACCEPT_GAP =
      OptionKey.one(
          "kafka.accept-gap", "false", "leave out what is gone or above the index's position");

  static final List<OptionKey> KEYS = List.of(MODE, TIMESTAMP, OFFSETS, REPLAY, ACCEPT_GAP);

  public StartOptions {
    offsets = Ranges.checked("kafka.start", offsets);
    Ranges.onlyWith("kafka.start", "timestamp", timestamp != null, mode == Mode.TIMESTAMP);
    Ranges.onlyWith("kafka.start", "offsets", !offsets.isEmpty(), mode == Mode.OFFSETS);
  }

  static StartOptions from(Settings settings) {
    Mode mode = settings.one(MODE, word(Mode.class));
    Instant timestamp = settings.find(TIMESTAMP, OptionTypes::instant).orElse(null);
    List<PartitionOffset> offsets =
        settings.findList(OFFSETS, PartitionOffset::parse).orElse(List.of());
    boolean replay = settings.one(REPLAY, OptionTypes::flag);
    boolean acceptGap = settings.one(ACCEPT_GAP, OptionTypes::flag);
    return settings.build(() -> new StartOptions(mode, timestamp, offsets, replay, acceptGap));
  }

  /** How the index records such a start. */
  public String reason() {
    return switch (mode) {
      case EARLIEST, LEDGER -> "start: earliest";
      case LATEST -> "start: latest";
      case TIMESTAMP -> "start: timestamp " + timestamp;
      case OFFSETS -> "start: offsets";
    };
  }
}
