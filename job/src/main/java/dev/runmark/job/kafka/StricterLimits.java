package dev.runmark.job.kafka;

import dev.runmark.job.options.DecodeOptions;
import dev.runmark.storage.index.PostgresLimits;
import dev.runmark.storage.index.RecordedLimits;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether everything that was accepted before would be accepted again. What is read again under
 * stricter limits makes a line that covers the stored one and lacks what is rejected now: the run
 * would lose it. Made at every start; what is recorded is the loosest there ever was, so that who
 * accepts stricter ones does it at each start.
 *
 * <p>A replay must have the very limits: with looser ones it would store what the live job, which
 * still rejects it, covers again.
 */
final class StricterLimits implements StartCheck {

  private final DecodeOptions options;
  private final boolean replay;
  private final SourceIndex index;

  StricterLimits(DecodeOptions options, boolean replay, SourceIndex index) {
    this.options = options;
    this.replay = replay;
    this.index = index;
  }

  @Override
  public void run() throws IOException {
    RecordedLimits recorded = new PostgresLimits(index.resolve()).recorded();
    if (recorded == null) {
      return;
    }
    if (replay) {
      refuseOther(recorded, wanted());
    } else if (!options.acceptStricter()) {
      refuse(recorded, wanted());
    }
  }

  /** To be called when nothing else refuses the start. */
  void record() throws IOException {
    if (!replay) {
      new PostgresLimits(index.resolve()).raise(wanted());
    }
  }

  private RecordedLimits wanted() {
    return new RecordedLimits(
        options.record().getBytes(),
        options.string().getBytes(),
        options.depth(),
        options.digits(),
        options.keys(),
        options.events());
  }

  private static void refuseOther(RecordedLimits recorded, RecordedLimits wanted) {
    List<String> other = differing(recorded, wanted, (was, is) -> is != was);
    if (!other.isEmpty()) {
      throw new PositionRefusedException(
          "replay with other limits of the decoder than runs were stored with: "
              + String.join(", ", other)
              + "; set what was, or start the live job with the larger ones first");
    }
  }

  static void refuse(RecordedLimits recorded, RecordedLimits wanted) {
    List<String> stricter = differing(recorded, wanted, (was, is) -> is < was);
    if (!stricter.isEmpty()) {
      throw new PositionRefusedException(
          "start with stricter limits of the decoder than runs were stored with: "
              + String.join(", ", stricter)
              + "; what is read again and is rejected now would be missing from runs that have it."
              + " Raise them, or set decode.accept-stricter: true when nothing is read again");
    }
  }

  /** Whether a limit is wrong, as it was and as it is. */
  @FunctionalInterface
  private interface Wrong {
    boolean test(long was, long is);
  }

  private static List<String> differing(RecordedLimits was, RecordedLimits is, Wrong wrong) {
    Map<String, long[]> limits = new LinkedHashMap<>();
    limits.put("record", new long[] {was.record(), is.record()});
    limits.put("string", new long[] {was.string(), is.string()});
    limits.put("depth", new long[] {was.depth(), is.depth()});
    limits.put("digits", new long[] {was.digits(), is.digits()});
    limits.put("keys", new long[] {was.keys(), is.keys()});
    limits.put("events", new long[] {was.events(), is.events()});
    return limits.entrySet().stream()
        .filter(limit -> wrong.test(limit.getValue()[0], limit.getValue()[1]))
        .map(
            limit ->
                "decode."
                    + limit.getKey()
                    + " is "
                    + limit.getValue()[1]
                    + ", was "
                    + limit.getValue()[0])
        .toList();
  }
}
