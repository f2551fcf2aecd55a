package dev.runmark.job.window;

import dev.runmark.decode.record.SourceOffset;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.storage.index.SourceFrontier;
import dev.runmark.storage.part.RunLine;
import dev.runmark.storage.part.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far one subtask has come in each source: the highest that arrived, and what still waits in
 * its windows. Both are kept as they change, so that a barrier looks at no window.
 */
final class SourceProgress {

  /** Of one source: how many windows have each offset as their lowest. */
  private static final class Progress {
    private static final long NOTHING = -1;

    private final TreeMap<Long, Integer> lows = new TreeMap<>();
    private long highestSeen = NOTHING;

    void add(long low) {
      lows.merge(low, 1, Integer::sum);
    }

    void remove(long low) {
      lows.computeIfPresent(low, (offset, windows) -> windows == 1 ? null : windows - 1);
    }

    boolean isSilent() {
      return lows.isEmpty() && highestSeen == NOTHING;
    }

    SourceFrontier of(SourcePartition source) {
      return new SourceFrontier(
          source,
          lows.isEmpty() ? OptionalLong.empty() : OptionalLong.of(lows.firstKey()),
          highestSeen == NOTHING ? OptionalLong.empty() : OptionalLong.of(highestSeen));
    }
  }

  private final Map<SourcePartition, Progress> sources = new HashMap<>();

  // What was asked for last: records of one source come in a row.
  private @Nullable SourcePartition lastSource;
  private Progress last = new Progress();

  /** An event arrived, as a line by itself. */
  void arrived(RunLine line) {
    seen(line.source(), SourceOffset.of(line));
  }

  /**
   * It had arrived before a restore. Which subtask is told does not matter: only the highest that
   * any of them has seen counts.
   */
  void restored(SourceOffset highest) {
    seen(highest.source(), highest.offset());
  }

  private void seen(SourcePartition source, long offset) {
    Progress progress = progress(source);
    progress.highestSeen = Math.max(progress.highestSeen, offset);
  }

  /** The highest that arrived, of each source. */
  List<SourceOffset> highestSeen() {
    List<SourceOffset> seen = new ArrayList<>(sources.size());
    sources.forEach(
        (source, progress) -> {
          if (progress.highestSeen != Progress.NOTHING) {
            seen.add(new SourceOffset(source, progress.highestSeen));
          }
        });
    return seen;
  }

  /** A window was opened or restored (before: null), has changed, or was closed (after: null). */
  void change(@Nullable OpenWindow before, @Nullable OpenWindow after) {
    List<SourceOffset> had = before == null ? List.of() : before.lows();
    List<SourceOffset> has = after == null ? List.of() : after.lows();
    if (had != has) {
      had.forEach(low -> progress(low.source()).remove(low.offset()));
      has.forEach(low -> progress(low.source()).add(low.offset()));
    }
  }

  private Progress progress(SourcePartition source) {
    if (!source.equals(lastSource)) {
      last = sources.computeIfAbsent(source, any -> new Progress());
      lastSource = source;
    }
    return last;
  }

  /** Of each source of which there is anything to tell. */
  List<SourceFrontier> frontiers() {
    List<SourceFrontier> frontiers = new ArrayList<>(sources.size());
    sources.forEach(
        (source, progress) -> {
          if (!progress.isSilent()) {
            frontiers.add(progress.of(source));
          }
        });
    return frontiers;
  }
}
