package dev.runmark.job.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runmark.decode.record.RunEvent;
import dev.runmark.decode.record.TraceKey;
import dev.runmark.storage.part.SourcePartition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A job in small, driven by a seed: readers, a shuffle, tasks with windows and committers,
 * checkpoints by barriers that are aligned, aborted or completed, notifications that come late,
 * drains that fail while they commit, crashes, restores of any parallelism, new submissions from
 * old checkpoints, and attempts that go on for a while after they were given up.
 */
final class FrontierModel {

  private static final int PARTITIONS = 3;
  private static final int RECORDS = 40;
  private static final int TRACES = 8;
  private static final int STEPS = 700;
  private static final int RETAINED = 4;

  private record Checkpoint(
      UUID submission, long id, int[] offsets, List<ModelTask.State> states) {}

  private final Random random;
  private final Plant plant;
  private final Map<SourcePartition, List<List<RunEvent>>> records = new HashMap<>();
  private final ModelDatabase database;
  private final List<Checkpoint> retained = new ArrayList<>();
  private final List<Attempt> zombies = new ArrayList<>();
  private Checkpoint latest;
  private long checkpoints;
  private Attempt attempt;
  private int restores;
  private int attempts;

  FrontierModel(long seed, Plant plant) {
    this.random = new Random(seed);
    this.plant = plant;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      records.put(Events.source(partition), randomRecords(partition));
    }
    database = new ModelDatabase(plant, records);
    latest = new Checkpoint(newId(), 0, new int[PARTITIONS], List.of());
    retained.add(latest);
    attempt = new Attempt(latest);
  }

  private UUID newId() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private List<List<RunEvent>> randomRecords(int partition) {
    List<List<RunEvent>> made = new ArrayList<>();
    for (int offset = 0; offset < RECORDS; offset++) {
      List<RunEvent> events = new ArrayList<>();
      int count = offset == RECORDS - 1 ? 1 : random.nextInt(3);
      for (int k = 0; k < count; k++) {
        Events.EventBuilder run =
            Events.of(random.nextInt(TRACES), made.size() * 10 + k).from(partition);
        events.add(k == 0 ? run.create(offset, "") : run.complete(offset, ""));
      }
      made.add(events);
    }
    return made;
  }

  int restores() {
    return restores;
  }

  void play() throws IOException {
    for (int step = 0; step < STEPS; step++) {
      int dice = random.nextInt(100);
      if (dice < (attempt.drained ? 15 : 2)) {
        fail();
      } else if (dice < 12 && !zombies.isEmpty()) {
        zombies.get(random.nextInt(zombies.size())).step();
      } else {
        attempt.step();
      }
    }
    if (attempt.drained) {
      fail();
    }
    if (random.nextBoolean()) {
      attempt.readAll();
      fail();
    }
    attempt.finish();
    records
        .keySet()
        .forEach(
            source ->
                assertThat(database.positions().get(source))
                    .as("position of partition %d at the end", source.partition())
                    .isGreaterThanOrEqualTo(RECORDS));
  }

  private void fail() {
    restores++;
    if (random.nextInt(3) == 0) {
      attempt.givenUp = true;
      zombies.add(attempt);
      if (zombies.size() > 2) {
        zombies.remove(0);
      }
    }
    if (random.nextInt(3) == 0) {
      Checkpoint from = retained.get(random.nextInt(retained.size()));
      latest = new Checkpoint(newId(), from.id(), from.offsets(), from.states());
      checkpoints = from.id();
    }
    attempt = new Attempt(latest);
  }

  private void complete(Checkpoint checkpoint) {
    latest = checkpoint;
    retain(checkpoint);
  }

  private void retain(Checkpoint checkpoint) {
    retained.add(checkpoint);
    if (retained.size() > RETAINED) {
      retained.remove(0);
    }
  }

  /** One execution of all tasks, from its start or restore to its end. */
  private final class Attempt {

    private final UUID submission;
    private final int subtasks = 1 + random.nextInt(3);
    private final int[] offsets;
    private final List<ModelTask> tasks = new ArrayList<>();
    private final TreeMap<Integer, ModelTask.State> acknowledged = new TreeMap<>();
    private final int[] barrierOffsets = new int[PARTITIONS];
    private final boolean[] injected = new boolean[subtasks];
    private long inFlight;
    private boolean givenUp;
    private boolean drained;

    Attempt(Checkpoint from) {
      submission = from.submission();
      offsets = from.offsets().clone();
      String execution = plant == Plant.ONE_END_OF_ALL_ATTEMPTS ? "" : "attempt " + attempts++;
      for (int subtask = 0; subtask < subtasks; subtask++) {
        tasks.add(
            new ModelTask(
                plant,
                database,
                new SubtaskAttempt(submission, execution, subtask, subtasks),
                from.id()));
      }
      for (ModelTask.State state : from.states()) {
        state.windows().forEach((trace, window) -> owner(trace).restore(trace, window));
        state.seen().forEach(seen -> tasks.get(random.nextInt(subtasks)).restore(seen));
        tasks.get(random.nextInt(subtasks)).restore(state.committer());
      }
    }

    private ModelTask owner(TraceKey trace) {
      return tasks.get(Math.floorMod(trace.hashCode(), subtasks));
    }

    void step() throws IOException {
      ModelTask task = tasks.get(random.nextInt(subtasks));
      if (task.commitsNow()) {
        task.commitOne(random.nextInt(5) == 0);
        return;
      }
      if (drained) {
        task.hear();
        return;
      }
      if (random.nextInt(150) == 0) {
        drain();
        return;
      }
      switch (random.nextInt(12)) {
        case 0, 1 -> read(random.nextInt(PARTITIONS));
        case 2 -> checkpoint();
        case 3 -> task.close(random);
        case 4 -> task.hear();
        default -> receive(task, random.nextInt(subtasks));
      }
    }

    private void receive(ModelTask task, int reader) {
      ModelTask.State state = task.receive(reader);
      if (state != null && !givenUp) {
        acknowledge(tasks.indexOf(task), state);
      }
    }

    private void read(int partition) {
      if (offsets[partition] < RECORDS) {
        int offset = offsets[partition]++;
        for (RunEvent event : records.get(Events.source(partition)).get(offset)) {
          owner(TraceKey.of(event)).send(partition % subtasks, event);
        }
      }
    }

    private void checkpoint() {
      if (givenUp) {
        return;
      }
      if (inFlight == 0) {
        inFlight = ++checkpoints;
        acknowledged.clear();
        Arrays.fill(injected, false);
      } else if (random.nextInt(8) == 0) {
        abort();
      } else {
        inject(random.nextInt(subtasks));
      }
    }

    private void abort() {
      tasks.forEach(task -> task.abort(inFlight));
      inFlight = 0;
    }

    private void inject(int reader) {
      if (injected[reader]) {
        return;
      }
      injected[reader] = true;
      for (int partition = reader; partition < PARTITIONS; partition += subtasks) {
        barrierOffsets[partition] = offsets[partition];
      }
      for (ModelTask task : tasks) {
        task.sendBarrier(reader, inFlight);
      }
    }

    private void acknowledge(int subtask, ModelTask.State state) {
      acknowledged.put(subtask, state);
      if (acknowledged.size() == subtasks) {
        long id = inFlight;
        inFlight = 0;
        complete(
            new Checkpoint(
                submission, id, barrierOffsets.clone(), List.copyOf(acknowledged.values())));
        tasks.forEach(task -> task.isComplete(id));
      }
    }

    /**
     * The input ends here, and a savepoint is complete, which only a new submission starts from.
     * Some tasks may hear of it and commit, others not.
     */
    private void drain() {
      if (givenUp) {
        return;
      }
      if (inFlight > 0) {
        abort();
      }
      for (ModelTask task : tasks) {
        while (task.hasInput()) {
          task.receive(random.nextInt(subtasks));
        }
      }
      endInput();
      drained = true;
    }

    private void endInput() {
      long id = ++checkpoints;
      retain(
          new Checkpoint(
              submission,
              id,
              offsets.clone(),
              tasks.stream().map(task -> task.endInput(id)).toList()));
      tasks.forEach(task -> task.isComplete(id));
    }

    /** Reads all, and commits what that closes, by one more checkpoint. */
    void readAll() throws IOException {
      if (inFlight > 0) {
        abort();
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        while (offsets[partition] < RECORDS) {
          read(partition);
        }
      }
      checkpoint();
      for (int reader = 0; reader < subtasks; reader++) {
        inject(reader);
      }
      settle();
    }

    /** Commits all, by one more checkpoint and then the end of the input. */
    void finish() throws IOException {
      readAll();
      endInput();
      settle();
    }

    private void settle() throws IOException {
      for (ModelTask task : tasks) {
        task.commitAll();
        while (task.hasInput()) {
          receive(task, random.nextInt(subtasks));
        }
      }
      for (ModelTask task : tasks) {
        task.commitAll();
      }
    }
  }
}
