package dev.runmark.reader.fetch;

import dev.runmark.storage.index.IndexedRun;
import dev.runmark.storage.index.LineLocation;
import dev.runmark.storage.objects.ByteRange;
import dev.runmark.storage.part.PartId;
import dev.runmark.storage.part.RunKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A range of one part that holds the frames of several lines, to be read by one GET.
 *
 * @param range from the first frame's start to the last one's end
 * @param lines one of each frame, by their start
 */
record Stretch(ByteRange range, List<Wanted> lines) {

  /** Which bytes of which part. */
  record Frame(PartId part, ByteRange range) {

    static Frame of(LineLocation line) {
      return new Frame(line.part(), line.place().frame());
    }
  }

  /** A line, and whose it is. */
  record Wanted(RunKey run, LineLocation line) {

    Frame frame() {
      return Frame.of(line);
    }

    PartId part() {
      return line.part();
    }

    long start() {
      return line.place().frame().start();
    }

    long end() {
      return line.place().frame().end();
    }
  }

  Wanted first() {
    return lines.get(0);
  }

  /** Each frame by itself. */
  List<Stretch> apart() {
    return lines.stream()
        .map(wanted -> new Stretch(wanted.frame().range(), List.of(wanted)))
        .toList();
  }

  /** The runs' frames, each once, but those that are had already. */
  private static List<Wanted> wanted(List<IndexedRun> runs, Map<Frame, byte[]> had) {
    Map<Frame, Wanted> wanted = new LinkedHashMap<>();
    for (IndexedRun run : runs) {
      for (LineLocation line : run.lines()) {
        Frame frame = Frame.of(line);
        if (!had.containsKey(frame)) {
          wanted.putIfAbsent(frame, new Wanted(run.key(), line));
        }
      }
    }
    List<Wanted> ordered = new ArrayList<>(wanted.values());
    ordered.sort(
        Comparator.comparing(Wanted::part)
            .thenComparingLong(Wanted::start)
            .thenComparingLong(Wanted::end));
    return ordered;
  }

  /**
   * The few ranges that hold all frames of the runs.
   *
   * @param had frames that need not be read
   * @param gap bytes between two frames that are rather read than left out
   * @param longest bytes of a stretch of several frames
   */
  static List<Stretch> of(List<IndexedRun> runs, Map<Frame, byte[]> had, long gap, long longest) {
    List<Stretch> stretches = new ArrayList<>();
    List<Wanted> open = new ArrayList<>();
    long end = 0;
    for (Wanted next : wanted(runs, had)) {
      boolean joins =
          !open.isEmpty()
              && open.get(0).part().equals(next.part())
              && next.start() - end <= gap
              && Math.max(end, next.end()) - open.get(0).start() <= longest;
      if (!joins && !open.isEmpty()) {
        stretches.add(closed(open, end));
        open.clear();
      }
      end = open.isEmpty() ? next.end() : Math.max(end, next.end());
      open.add(next);
    }
    if (!open.isEmpty()) {
      stretches.add(closed(open, end));
    }
    return stretches;
  }

  private static Stretch closed(List<Wanted> open, long end) {
    return new Stretch(new ByteRange(open.get(0).start(), end), List.copyOf(open));
  }
}
