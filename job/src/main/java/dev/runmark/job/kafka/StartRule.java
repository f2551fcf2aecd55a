package dev.runmark.job.kafka;

import dev.runmark.job.options.StartOptions;
import dev.runmark.job.options.StartOptions.Mode;
import dev.runmark.storage.index.KnownSource;
import dev.runmark.storage.index.OffsetGap;
import dev.runmark.storage.index.SourceStart;
import dev.runmark.storage.index.StartPosition;
import dev.runmark.storage.part.SourcePartition;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a source without state begins, by what the index knows of it.
 *
 * <p>The position's row is the record of a start: one that was decided for this very start and that
 * no frontier has raised is taken as it is, whoever stored it. So an attempt that ended before the
 * first checkpoint is begun again where it began, whatever "latest" would be now. Any other row
 * means that the source is stored up to there.
 *
 * <p>Of a topic that the index never saw, the start is the user's choice. A source without a row
 * whose topic it has seen was created again, added, or read by replays only: it holds what the job
 * would have read, had it run on.
 */
final class StartRule {

  private final StartOptions options;
  private final Set<String> seenTopics;

  /**
   * @param seenTopics names that the index knows, of whatever generation
   */
  StartRule(StartOptions options, Set<String> seenTopics) {
    this.options = options;
    this.seenTopics = Set.copyOf(seenTopics);
  }

  /**
   * Where to begin.
   *
   * @param record what to record for it; null: the index has it so
   */
  record Start(long offset, @Nullable SourceStart record) {}

  /**
   * Decides on one source.
   *
   * @param wanted the offset that the options mean now
   * @param known null when the index has never seen the source
   * @throws PositionRefusedException when records would be skipped, or read again without a word
   */
  Start decide(
      SourcePartition source, long wanted, OffsetRange range, @Nullable KnownSource known) {
    StartPosition position = known == null ? null : known.position();
    if (position == null) {
      inside(source, wanted, range);
      return at(source, null, wanted, leftOut(source, wanted, range, known != null));
    }
    if (options.mode() == Mode.LEDGER || meansThis(position, wanted)) {
      return adopted(source, position, range);
    }
    inside(source, wanted, range);
    if (wanted == position.offset()) {
      // Nothing is skipped or read again, but the next attempt is to find this start.
      return at(source, position, wanted, null);
    }
    if (wanted < position.offset()) {
      if (!options.replay()) {
        throw refused(
            source, wanted, told(position), "kafka.replay: true to read again from there");
      }
      return new Start(wanted, null);
    }
    if (!options.acceptGap()) {
      throw refused(
          source, wanted, told(position), "kafka.accept-gap: true to leave out what lies between");
    }
    OffsetGap gap = new OffsetGap(position.offset(), wanted, accepted());
    return at(source, position, wanted, gap);
  }

  /**
   * What is not read of a source that nobody began.
   *
   * @param numbered whether the index has a number for it, so that replays may have stored of it
   */
  private @Nullable OffsetGap leftOut(
      SourcePartition source, long wanted, OffsetRange range, boolean numbered) {
    if (wanted > range.earliest() && (numbered || seenTopics.contains(source.topic()))) {
      if (!options.acceptGap()) {
        throw refused(
            source,
            wanted,
            "the brokers hold "
                + range
                + " and the index has the topic, but not how far this partition is stored: it was"
                + " created again, or added",
            "kafka.accept-gap: true to leave out what lies below");
      }
      return new OffsetGap(range.earliest(), wanted, accepted());
    }
    boolean readsAgain = numbered && wanted < range.end();
    if (readsAgain && options.mode() != Mode.LEDGER && !options.replay()) {
      throw refused(
          source,
          wanted,
          "nobody recorded up to where it is stored, since only replays read it",
          "kafka.replay: true to read it as a new one");
    }
    return null;
  }

  private String accepted() {
    return "kafka.accept-gap, " + options.reason();
  }

  private boolean meansThis(StartPosition position, long wanted) {
    return position.reason().equals(options.reason())
        && (options.mode() != Mode.OFFSETS || position.offset() == wanted);
  }

  private Start adopted(SourcePartition source, StartPosition position, OffsetRange range) {
    if (range.allows(position.offset())) {
      return new Start(position.offset(), null);
    }
    if (position.offset() > range.end() || !options.acceptGap()) {
      throw new PositionRefusedException(range.refusal(source, position.offset()));
    }
    long earliest = range.earliest();
    OffsetGap gap = new OffsetGap(position.offset(), earliest, RetentionLoss.REASON);
    return at(source, position, earliest, gap);
  }

  private Start at(
      SourcePartition source,
      @Nullable StartPosition before,
      long offset,
      @Nullable OffsetGap gap) {
    StartPosition position = new StartPosition(offset, options.reason());
    return new Start(offset, new SourceStart(source, before, position, gap));
  }

  private static long inside(SourcePartition source, long wanted, OffsetRange range) {
    if (!range.allows(wanted)) {
      throw new PositionRefusedException(range.refusal(source, wanted));
    }
    return wanted;
  }

  private static String told(StartPosition position) {
    return "reading may begin at offset " + position.offset() + " (" + position.reason() + ")";
  }

  private PositionRefusedException refused(
      SourcePartition source, long wanted, String knows, String or) {
    return new PositionRefusedException(
        "start without state of topic "
            + source.topic()
            + " (id "
            + source.topicId()
            + ") partition "
            + source.partition()
            + ": wanted offset "
            + wanted
            + " ("
            + options.reason()
            + "), "
            + knows
            + "; start from the newest checkpoint or savepoint, or set kafka.start: ledger to go on"
            + " behind what is stored, from the earliest offset where nothing is"
            + ", or "
            + or);
  }
}
