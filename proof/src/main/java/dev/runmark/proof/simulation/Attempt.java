package dev.runmark.proof.simulation;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.sink.NdjsonSink;
import dev.runmark.storage.part.PartId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** One execution of all subtasks, from its start or restore until it fails, or is killed. */
final class Attempt {

  private final World world;
  private final InstantSource clock;
  private final Checkpoint from;
  private final int parallelism;
  private final Life life = new Life();
  private final Set<PartId> parts;
  private final List<Task> tasks = new ArrayList<>();
  private final int[] offsets;
  private final Consumer<Checkpoint> completed;
  private final TreeMap<Integer, TaskState> acknowledged = new TreeMap<>();
  private int[] barrierOffsets = {};
  private long inFlight;
  private boolean givenUp;

  /**
   * @param completed told of each checkpoint
   */
  Attempt(World world, Checkpoint from, int parallelism, Consumer<Checkpoint> completed) {
    this.world = world;
    this.clock = world.clockOfProcess();
    this.from = from;
    this.parallelism = parallelism;
    this.completed = completed;
    this.offsets = from.offsets().clone();
    this.parts = new HashSet<>(from.parts());
  }

  /** As Flink does, one subtask after the other; each commits what it finds in its state. */
  void begin() throws Exception {
    Subject subject = world.subject();
    NdjsonSink sink =
        new NdjsonSink(
            retries -> subject.store(new FaultyStore(world.objects(), world.faults(), life)),
            retries -> subject.index(new FaultyIndex(world, life)),
            "runs",
            world.scenario().parts(),
            world.ids(clock, parts));
    TaskState state = from.state();
    for (int subtask = 0; subtask < parallelism; subtask++) {
      SubtaskIndex of = new SubtaskIndex(subtask, parallelism);
      Task task = new Task(world, from, of, sink);
      tasks.add(task);
      task.begin(from.id(), state == null ? null : state.part(from.parallelism(), of));
    }
  }

  int parallelism() {
    return parallelism;
  }

  /** What it may still have to commit, or may have committed. */
  Set<PartId> parts() {
    return parts;
  }

  Task task(int any) {
    return tasks.get(any % tasks.size());
  }

  List<Task> tasks() {
    return tasks;
  }

  boolean read(int partition, int count) {
    List<List<RunEvent>> records = world.scenario().traffic().records(partition);
    int end = Math.min(records.size(), offsets[partition] + count);
    boolean any = offsets[partition] < end;
    while (offsets[partition] < end) {
      records.get(offsets[partition]++).forEach(this::send);
    }
    return any;
  }

  private void send(RunEvent event) {
    int subtask =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            TraceKey.of(event), TaskState.MAX_PARALLELISM, parallelism);
    tasks.get(subtask).send(event);
  }

  boolean deliver(int any, int count) throws Exception {
    int subtask = any % tasks.size();
    Task task = tasks.get(subtask);
    boolean delivers = task.hasInput();
    for (int i = 0; i < count && task.hasInput(); i++) {
      TaskState state = task.receive();
      if (state != null && !givenUp) {
        acknowledge(subtask, state);
      }
    }
    return delivers;
  }

  void deliverAll() throws Exception {
    for (int subtask = 0; subtask < tasks.size(); subtask++) {
      deliver(subtask, Integer.MAX_VALUE);
    }
  }

  /** What its clock says. */
  Instant now() {
    return clock.instant();
  }

  /** Looks at its clock. Returns how much came out of windows. */
  int timePasses() throws Exception {
    int out = 0;
    for (Task task : tasks) {
      out += task.timeIs(clock.millis());
    }
    return out;
  }

  boolean hasCheckpoint() {
    return inFlight > 0;
  }

  /** A barrier follows all that was read. */
  void beginCheckpoint(long id) {
    inFlight = id;
    acknowledged.clear();
    barrierOffsets = offsets.clone();
    tasks.forEach(task -> task.sendBarrier(id));
  }

  private void acknowledge(int subtask, TaskState state) throws Exception {
    acknowledged.put(subtask, state);
    if (acknowledged.size() == tasks.size()) {
      long id = inFlight;
      inFlight = 0;
      TaskState all = TaskState.together(List.copyOf(acknowledged.values()));
      world.tell("checkpoint " + id + " is complete");
      completed.accept(
          new Checkpoint(
              from.submission(), id, barrierOffsets, parallelism, all, Set.copyOf(parts)));
      tasks.forEach(task -> task.isComplete(id));
    }
  }

  void abortCheckpoint() throws Exception {
    long id = inFlight;
    inFlight = 0;
    for (Task task : tasks) {
      task.abort(id);
    }
  }

  /** The JobManager has started another one, and this one has not noticed. */
  void giveUp() {
    givenUp = true;
  }

  /** Nothing of it reaches the world any more. */
  void die() {
    life.end();
  }

  void kill() {
    die();
    stop();
  }

  /** It ends in order, as after an exception: what is open is given up. */
  void stop() {
    tasks.forEach(Task::close);
    life.end();
  }
}
