package dev.runmark.job.window;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.SourceOffset;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.job.record.OpenWindow;
import dev.runmark.storage.index.Frontier;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One subtask of the model: channels from each reader, windows, a part, and the committer, which
 * stands behind them in the same thread. Windows know their lowest offsets, progress is kept and
 * marks are sent by the real classes.
 */
final class ModelTask {

  /** An event, or with null the barrier of a checkpoint. */
  private record Element(@Nullable RunEvent event, long barrier) {}

  /** What lies in one window. */
  record Window(OpenWindow open, List<RunEvent> events) {}

  /** What one barrier gave. */
  record Committable(List<RunEvent> part, @Nullable Frontier frontier) {}

  /** What a checkpoint has of a subtask. */
  record State(
      Map<TraceKey, Window> windows,
      List<SourceOffset> seen,
      TreeMap<Long, List<Committable>> committer) {}

  private final Plant plant;
  private final ModelDatabase database;
  private final SourceProgress progress = new SourceProgress();
  private final FrontierMarks marks;
  private final List<Deque<Element>> channels = new ArrayList<>();
  private final Set<Integer> blocked = new HashSet<>();
  private final Map<TraceKey, Window> windows = new HashMap<>();
  private final TreeMap<Long, List<Committable>> committer = new TreeMap<>();
  private final Deque<Long> completed = new ArrayDeque<>();
  private List<RunEvent> part = new ArrayList<>();
  private @Nullable Frontier told;
  private long aligning;
  private long done;
  private long committing;

  ModelTask(Plant plant, ModelDatabase database, SubtaskAttempt attempt, long restored) {
    this.plant = plant;
    this.database = database;
    this.committing = restored;
    this.done = restored;
    marks = new FrontierMarks(attempt, progress, mark -> told = mark.frontier());
    for (int reader = 0; reader < attempt.subtasks(); reader++) {
      channels.add(new ArrayDeque<>());
    }
  }

  void restore(TraceKey trace, Window window) {
    windows.put(trace, window);
    if (plant != Plant.FORGOTTEN_WINDOWS) {
      progress.change(null, window.open());
    }
  }

  void restore(SourceOffset highestSeen) {
    if (plant != Plant.FORGOTTEN_ARRIVALS) {
      progress.restored(highestSeen);
    }
  }

  void restore(TreeMap<Long, List<Committable>> committables) {
    committables.forEach(
        (checkpoint, list) ->
            committer.computeIfAbsent(checkpoint, any -> new ArrayList<>()).addAll(list));
  }

  void send(int reader, RunEvent event) {
    channels.get(reader).add(new Element(event, 0));
  }

  void sendBarrier(int reader, long checkpoint) {
    channels.get(reader).add(new Element(null, checkpoint));
  }

  /** The committer is at it: nothing else happens in this thread. */
  boolean commitsNow() {
    return committing > 0;
  }

  /** One commit call: all of one checkpoint. Sometimes it does not hear that it got through. */
  void commitOne(boolean answerLost) throws IOException {
    Map.Entry<Long, List<Committable>> next = committer.floorEntry(committing);
    if (next == null) {
      committing = 0;
      return;
    }
    long first = committer.firstKey();
    List<RunEvent> parts = new ArrayList<>();
    List<Frontier> frontiers = new ArrayList<>();
    for (Committable committable : committer.get(first)) {
      parts.addAll(committable.part());
      if (committable.frontier() != null) {
        frontiers.add(committable.frontier());
      }
    }
    database.commit(parts, frontiers);
    if (!answerLost) {
      committer.remove(first);
    }
  }

  /** All that it has been told of. */
  void commitAll() throws IOException {
    while (commitsNow() || !completed.isEmpty()) {
      if (commitsNow()) {
        commitOne(false);
      } else {
        hear();
      }
    }
  }

  /**
   * Takes one element of a channel that is not blocked.
   *
   * @return the state, when a barrier was complete
   */
  @Nullable State receive(int reader) {
    Deque<Element> channel = channels.get(reader);
    if (channel.isEmpty() || blocked.contains(reader)) {
      return null;
    }
    Element element = channel.remove();
    if (element.event() != null) {
      add(element.event());
      return null;
    }
    return barrier(reader, element.barrier());
  }

  boolean hasInput() {
    return channels.stream().anyMatch(channel -> !channel.isEmpty());
  }

  private void add(RunEvent event) {
    progress.arrived(event.line());
    TraceKey trace = TraceKey.of(event);
    Window before = windows.get(trace);
    OpenWindow open = (before == null ? OpenWindow.at(0) : before.open()).with(event, 0);
    List<RunEvent> events = new ArrayList<>(before == null ? List.of() : before.events());
    events.add(event);
    windows.put(trace, new Window(open, events));
    progress.change(before == null ? null : before.open(), open);
  }

  private @Nullable State barrier(int reader, long checkpoint) {
    if (checkpoint <= done) {
      return null;
    }
    if (checkpoint > aligning) {
      blocked.clear();
      aligning = checkpoint;
    }
    blocked.add(reader);
    if (blocked.size() < channels.size() && plant != Plant.FIRST_BARRIER) {
      return null;
    }
    blocked.clear();
    done = checkpoint;
    marks.barrierComes(checkpoint);
    return seal(checkpoint);
  }

  private State seal(long checkpoint) {
    committer
        .computeIfAbsent(checkpoint, any -> new ArrayList<>())
        .add(new Committable(part, told));
    part = new ArrayList<>();
    TreeMap<Long, List<Committable>> copy = new TreeMap<>();
    committer.forEach((key, list) -> copy.put(key, List.copyOf(list)));
    return new State(Map.copyOf(windows), progress.highestSeen(), copy);
  }

  /** The checkpoint is given up; its barriers that are still under way mean nothing. */
  void abort(long checkpoint) {
    blocked.clear();
    done = Math.max(done, checkpoint);
  }

  void close(Random random) {
    if (!windows.isEmpty()) {
      close(List.copyOf(windows.keySet()).get(random.nextInt(windows.size())));
    }
  }

  private void close(TraceKey trace) {
    Window closed = windows.remove(trace);
    progress.change(closed.open(), null);
    part.addAll(closed.events());
  }

  void isComplete(long checkpoint) {
    completed.add(checkpoint);
  }

  /** A completion that was told becomes known to the thread. */
  void hear() {
    if (!completed.isEmpty()) {
      committing = completed.remove();
    }
  }

  State endInput(long checkpoint) {
    List.copyOf(windows.keySet()).forEach(this::close);
    marks.inputEnded();
    return seal(checkpoint);
  }
}
