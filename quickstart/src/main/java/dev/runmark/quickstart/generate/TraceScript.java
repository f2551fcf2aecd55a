package dev.runmark.quickstart.generate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The records of one trace, made one after the other as its runs begin and end. One client sends
 * it, in that client's way.
 */
final class TraceScript {

  private static final int MOST_TOGETHER = 6;
  private static final int LARGEST_RECORD = 400_000;

  /** How a client sends. */
  private enum Client {
    BATCHES,
    ENVELOPES,
    BARE,
    ARRAYS,
    LINES,
    COMPLETE
  }

  private enum Moment {
    BEGIN,
    END
  }

  private record Step(RunNode run, Moment moment) {}

  private final RandomGenerator random;
  private final RunWriter writer;
  private final UUID trace;
  private final Client client;
  private final JsonText.Style style;
  private final Deque<Step> steps = new ArrayDeque<>();
  private @Nullable SentEvent ahead;

  TraceScript(RandomGenerator random, RunWriter writer, RunNode root) {
    this.random = random;
    this.writer = writer;
    this.trace = root.trace();
    this.client = client();
    this.style = style();
    plan(root);
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
      steps.add(new Step(run, Moment.BEGIN));
    }
    run.children().forEach(this::plan);
    steps.add(new Step(run, Moment.END));
    if (client != Client.COMPLETE && random.nextInt(50) == 0) {
      // A client that had no answer sends a create again, perhaps after the patch.
      steps.add(new Step(run, Moment.BEGIN));
    }
  }

  UUID trace() {
    return trace;
  }

  boolean finished() {
    return ahead == null && steps.isEmpty();
  }

  /** Whether its next record may be a batch, where one bad run can stand among good ones. */
  boolean batches() {
    return client == Client.BATCHES;
  }

  /** The next record; there must be one. */
  Packed next() {
    SentEvent first = take();
    return switch (client) {
      case BATCHES -> Packing.batch(trace, together(first, false));
      case ARRAYS -> creates(first) ? Packing.array(trace, together(first, true)) : bare(first);
      case LINES -> creates(first) ? Packing.lines(trace, together(first, true)) : bare(first);
      case BARE -> bare(first);
      case ENVELOPES, COMPLETE -> Packing.envelope(trace, first);
    };
  }

  /** The next record, a batch, with a bad create among its events. */
  Packed nextWith(SentEvent bad) {
    List<SentEvent> good = together(take(), false);
    return Packing.spoiltBatch(trace, good, bad, random.nextInt(good.size() + 1));
  }

  private Packed bare(SentEvent event) {
    return Packing.bare(trace, event);
  }

  private static boolean creates(SentEvent event) {
    return event.kind() == SentEvent.Kind.CREATE;
  }

  private List<SentEvent> together(SentEvent first, boolean onlyCreates) {
    List<SentEvent> events = new ArrayList<>(List.of(first));
    int wanted = 1 + random.nextInt(MOST_TOGETHER);
    int size = first.json().length();
    while (events.size() < wanted && size < LARGEST_RECORD && !finished()) {
      SentEvent next = take();
      if (onlyCreates && !creates(next)) {
        ahead = next;
        break;
      }
      events.add(next);
      size += next.json().length();
    }
    return events;
  }

  private SentEvent take() {
    SentEvent waiting = ahead;
    if (waiting != null) {
      ahead = null;
      return waiting;
    }
    Step step = steps.remove();
    if (step.moment() == Moment.BEGIN) {
      return writer.create(step.run(), style);
    }
    return client == Client.COMPLETE
        ? writer.complete(step.run(), style)
        : writer.patch(step.run(), style);
  }
}
