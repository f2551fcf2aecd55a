package dev.runmark.job.kafka;

import dev.runmark.job.options.DecodeOptions;
import dev.runmark.storage.index.PostgresLimits;
import dev.runmark.storage.index.RecordedLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether everything that was accepted before would be accepted again. What is read again under
 * stricter limits makes a line that covers the stored one and lacks what is rejected now: the run
 * would lose it. Made at every start, of a replay too.
 */
final class StricterLimits implements StartCheck {

  private final DecodeOptions options;
  private final SourceIndex index;

  StricterLimits(DecodeOptions options, SourceIndex index) {
    this.options = options;
    this.index = index;
  }

  @Override
  public void run() throws IOException {
    RecordedLimits wanted =
        new RecordedLimits(
            options.record().getBytes(),
            options.string().getBytes(),
            options.depth(),
            options.digits(),
            options.keys(),
            options.events());
    RecordedLimits recorded =
        new PostgresLimits(index.resolve())
            .replace(
                wanted,
                (before, now) -> options.acceptStricter() || stricter(before, now).isEmpty());
    if (!options.acceptStricter()) {
      refuse(recorded, wanted);
    }
  }

  static void refuse(RecordedLimits recorded, RecordedLimits wanted) {
    List<String> stricter = stricter(recorded, wanted);
    if (!stricter.isEmpty()) {
      throw new PositionRefusedException(
          "start with stricter limits of the decoder than runs were stored with: "
              + String.join(", ", stricter)
              + "; what is read again and is rejected now would be missing from runs that have it."
              + " Raise them, or set decode.accept-stricter: true when nothing is read again");
    }
  }

  private static List<String> stricter(RecordedLimits recorded, RecordedLimits wanted) {
    List<String> stricter = new ArrayList<>();
    compare(stricter, "record", recorded.record(), wanted.record());
    compare(stricter, "string", recorded.string(), wanted.string());
    compare(stricter, "depth", recorded.depth(), wanted.depth());
    compare(stricter, "digits", recorded.digits(), wanted.digits());
    compare(stricter, "keys", recorded.keys(), wanted.keys());
    compare(stricter, "events", recorded.events(), wanted.events());
    return stricter;
  }

  private static void compare(List<String> stricter, String limit, long recorded, long wanted) {
    if (wanted < recorded) {
      stricter.add("decode." + limit + " is " + wanted + ", was " + recorded);
    }
  }
}
