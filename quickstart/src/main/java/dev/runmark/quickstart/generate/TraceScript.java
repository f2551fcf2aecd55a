package dev.runmark.quickstart.generate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The records of one trace, made one after the other as its runs begin and end. One client sends
 * it, in that client's way, and in time: a record is due when its last event may have happened.
 *
 * <p>Some records are sent twice, by a client that had no answer. Some traces never end, because
 * their process did. Some runs get a patch long after their trace has ended.
 */
final class TraceScript {

  /** How long clients that send several events together wait for them. */
  private static final Duration FLUSH = Duration.ofMillis(250);

  private static final int MOST_TOGETHER = 6;
  private static final int LARGEST_RECORD = 400_000;

  /** One in so many. */
  private static final int RETRIED = 40;

  private static final int DYING = 30;
  private static final int PATCHED_LATE = 60;
  private static final int SENT_WHOLE_IN_THE_END = 10;

  /** How a client sends. */
  private enum Client {
    BATCHES,
    ENVELOPES,
    BARE,
    ARRAYS,
    LINES,
    COMPLETE
  }

  /** An event to come. */
  private record Step(Instant at, RunNode run, SentEvent.Kind kind) {}

  /** A record to be sent again. */
  private record Repeat(Instant at, Packed packed) {}

  private final RandomGenerator random;
  private final RunWriter writer;
  private final Delays delays;
  private final RunNode root;
  private final Client client;
  private final JsonText.Style style;
  private final List<Step> steps = new ArrayList<>();
  private final PriorityQueue<Repeat> repeats =
      new PriorityQueue<>(Comparator.comparing(Repeat::at));
  private int taken;

  TraceScript(RandomGenerator random, RunWriter writer, Delays delays, RunNode root) {
    this.random = random;
    this.writer = writer;
    this.delays = delays;
    this.root = root;
    this.client = client();
    this.style = style();
    plan(root);
    steps.sort(Comparator.comparing(Step::at));
    if (client != Client.COMPLETE && random.nextInt(DYING) == 0) {
      die();
    }
  }

  private Client client() {
    int dice = random.nextInt(100);
    if (dice < 55) {
      return Client.BATCHES;
    }
    Client[] others = {
      Client.ENVELOPES, Client.ENVELOPES, Client.BARE, Client.ARRAYS, Client.LINES, Client.COMPLETE
    };
    return others[dice % others.length];
  }

  private JsonText.Style style() {
    JsonText.Style[] all = JsonText.Style.values();
    JsonText.Style drawn =
        random.nextInt(3) > 0 ? JsonText.Style.COMPACT : all[random.nextInt(all.length)];
    boolean oneLine = client == Client.LINES;
    return oneLine && drawn == JsonText.Style.INDENTED ? JsonText.Style.SPACED : drawn;
  }

  private void plan(RunNode run) {
    if (client != Client.COMPLETE) {
      steps.add(new Step(run.start(), run, SentEvent.Kind.CREATE));
    }
    run.children().forEach(this::plan);
    steps.add(new Step(run.end(), run, ending()));
    if (random.nextInt(PATCHED_LATE) == 0) {
      Instant late = root.end().plus(delays.lateness(random));
      steps.add(new Step(late, run, SentEvent.Kind.PATCH));
    }
  }

  private SentEvent.Kind ending() {
    boolean whole =
        client == Client.COMPLETE
            || client == Client.ENVELOPES && random.nextInt(SENT_WHOLE_IN_THE_END) == 0;
    return whole ? SentEvent.Kind.COMPLETE : SentEvent.Kind.PATCH;
  }

  /** The process ends when its last run has begun: what has not ended then never does. */
  private void die() {
    int last = steps.size();
    while (steps.get(last - 1).kind() != SentEvent.Kind.CREATE) {
      last--;
    }
    steps.subList(last, steps.size()).clear();
  }

  UUID trace() {
    return root.trace();
  }

  boolean finished() {
    return taken == steps.size() && repeats.isEmpty();
  }

  /** When the next record is; there must be one. */
  Instant due() {
    Repeat repeat = repeatNext();
    return repeat == null ? stepsDue() : repeat.at();
  }

  private @Nullable Repeat repeatNext() {
    Repeat repeat = repeats.peek();
    return repeat == null || taken < steps.size() && stepsDue().isBefore(repeat.at())
        ? null
        : repeat;
  }

  private Instant stepsDue() {
    Instant at = steps.get(taken).at();
    return switch (client) {
      case BATCHES, ARRAYS, LINES -> at.plus(FLUSH);
      case ENVELOPES, BARE, COMPLETE -> at;
    };
  }

  /** Whether its next record is a batch, where one bad run can stand among good ones. */
  boolean batches() {
    return client == Client.BATCHES && repeatNext() == null;
  }

  /** The next record; there must be one. */
  Packed next() {
    if (repeatNext() != null) {
      return repeats.remove().packed();
    }
    Instant due = stepsDue();
    Packed packed = packed(due);
    if (random.nextInt(RETRIED) == 0) {
      repeats.add(new Repeat(due.plus(delays.ofRun(random)), packed));
    }
    return packed;
  }

  private Packed packed(Instant due) {
    boolean creates = steps.get(taken).kind() == SentEvent.Kind.CREATE;
    return switch (client) {
      case BATCHES -> Packing.batch(trace(), together(due, false));
      case ARRAYS -> creates ? Packing.array(trace(), together(due, true)) : bare();
      case LINES -> creates ? Packing.lines(trace(), together(due, true)) : bare();
      case BARE -> bare();
      case ENVELOPES, COMPLETE -> Packing.envelope(trace(), take());
    };
  }

  /** The next record, a batch, with a bad create among its events. */
  Packed nextWith(SentEvent bad) {
    List<SentEvent> good = together(stepsDue(), false);
    return Packing.spoiltBatch(trace(), good, bad, random.nextInt(good.size() + 1));
  }

  private Packed bare() {
    return Packing.bare(trace(), take());
  }

  /** What happens until then, as far as it goes into one record. */
  private List<SentEvent> together(Instant due, boolean onlyCreates) {
    List<SentEvent> events = new ArrayList<>();
    int size = 0;
    while (events.isEmpty()
        || taken < steps.size()
            && events.size() < MOST_TOGETHER
            && size < LARGEST_RECORD
            && !steps.get(taken).at().isAfter(due)
            && !(onlyCreates && steps.get(taken).kind() != SentEvent.Kind.CREATE)) {
      SentEvent event = take();
      events.add(event);
      size += event.json().length();
    }
    return events;
  }

  private SentEvent take() {
    Step step = steps.get(taken++);
    return switch (step.kind()) {
      case CREATE -> writer.create(step.run(), style);
      case PATCH -> writer.patch(step.run(), style);
      case COMPLETE -> writer.complete(step.run(), style);
    };
  }
}
