package dev.runmark.decode;

import dev.runmark.decode.record.Operation;
import dev.runmark.storage.json.Slice;
import dev.runmark.storage.json.TimeText;
import dev.runmark.storage.part.Listing;
import dev.runmark.storage.part.RunStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the listing columns of a run. What begins a run (create, complete) decides columns by
 * default; a patch decides only those that it has.
 */
final class ListingReader {

  private static final String DEFAULT_PROJECT = "default";

  private final RunFields fields;
  private final IndexedText texts;

  ListingReader(RunFields fields, IndexedText texts) {
    this.fields = fields;
    this.texts = texts;
  }

  /**
   * The columns of the run whose fields were looked up last.
   *
   * @param recordTime stands in for the start of a run that tells none
   */
  Listing read(Operation operation, @Nullable DottedOrder order, Instant recordTime) {
    boolean begins = operation != Operation.PATCH;
    String project = text(KnownField.SESSION_NAME, IndexedText.MAX_CODE_POINTS);
    Instant start = fields.time(KnownField.START_TIME);
    Instant end = fields.time(KnownField.END_TIME);
    UUID parent = fields.uuid(KnownField.PARENT_RUN_ID);
    return new Listing(
        project == null && begins ? DEFAULT_PROJECT : project,
        parent == null && order != null ? order.parent() : parent,
        name(),
        text(KnownField.RUN_TYPE, IndexedText.MAX_RUN_TYPE),
        status(end),
        start == null && begins ? storable(recordTime) : start,
        end);
  }

  private @Nullable String name() {
    Slice inside = fields.string(KnownField.NAME);
    return inside == null ? null : texts.cut(KnownField.NAME, inside, IndexedText.MAX_CODE_POINTS);
  }

  /** An empty text is as good as none. */
  private @Nullable String text(KnownField field, int maxCodePoints) {
    Slice inside = fields.string(field);
    return inside == null || inside.length() == 0
        ? null
        : texts.bounded(field, inside, maxCodePoints);
  }

  /**
   * Null when nothing tells how far the run is, which is what pending means: a create that is sent
   * again after the patch that ended the run must not set it back.
   */
  private @Nullable RunStatus status(@Nullable Instant end) {
    Slice told = fields.string(KnownField.STATUS);
    RunStatus status = told == null ? null : status(told);
    if (status != null) {
      return status;
    }
    if (fields.has(KnownField.ERROR)) {
      return RunStatus.ERROR;
    }
    if (end != null) {
      return RunStatus.SUCCESS;
    }
    return null;
  }

  /** Null for a word that we do not know: then the other fields tell. */
  private static @Nullable RunStatus status(Slice told) {
    return switch (told.length() > 8 ? "" : told.toString()) {
      case "pending" -> RunStatus.PENDING;
      case "success" -> RunStatus.SUCCESS;
      case "error" -> RunStatus.ERROR;
      default -> null;
    };
  }

  /** Producers set record timestamps: any number can come. */
  private static @Nullable Instant storable(Instant recordTime) {
    return TimeText.inBounds(recordTime) ? recordTime : null;
  }
}
