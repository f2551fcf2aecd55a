package dev.runmark.quickstart.check.topic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Tells of each record what must become of it. */
public final class TopicReading {

  private static final int MOST_EVENTS_OF_A_RUN = 256;
  private static final int LONGEST_TENANT = 256;
  private static final long MOST_REPEATED = 64L << 20;

  private final Limits limits;
  private final Tenants tenants;

  /**
   * What a record becomes: events, dead letters, or neither when it has no value.
   *
   * @param events in order of position
   */
  public record Outcome(List<TopicEvent> events, List<TopicPoison> poison) {

    public Outcome {
      events = List.copyOf(events);
      poison = List.copyOf(poison);
    }

    static final Outcome NOTHING = new Outcome(List.of(), List.of());
  }

  private record Accepted(int index, Node node, Operation operation, UUID run, UUID trace) {}

  public TopicReading(Limits limits, Tenants tenants) {
    this.limits = limits;
    this.tenants = tenants;
  }

  public Outcome read(TopicRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return Outcome.NOTHING;
    }
    try {
      return read(record, value);
    } catch (RefusedException e) {
      return new Outcome(List.of(), List.of(poison(record, -1, value, e)));
    }
  }

  private Outcome read(TopicRecord record, byte[] value) throws RefusedException {
    String tenant = tenant(record);
    Redriven redriven = Redriven.of(record);
    List<TopicPoison> poison = new ArrayList<>();
    List<Accepted> accepted = new ArrayList<>();
    for (Candidate candidate : candidates(value, redriven)) {
      try {
        accepted.add(accepted(record, value, redriven, candidate));
      } catch (RefusedException e) {
        poison.add(poison(record, candidate.index(), slice(value, candidate.node()), e));
      }
    }
    List<TopicEvent> events = new ArrayList<>();
    Map<UUID, Integer> counts = new HashMap<>();
    for (boolean patches : new boolean[] {false, true}) {
      for (Accepted each : accepted) {
        if (each.operation == Operation.PATCH == patches) {
          int nth = counts.merge(each.run, 1, Integer::sum) - 1;
          if (nth < MOST_EVENTS_OF_A_RUN) {
            events.add(event(record, value, tenant, each, nth));
          } else {
            RefusedException surplus = new RefusedException("event " + nth + " of its run");
            poison.add(poison(record, each.index, slice(value, each.node), surplus));
          }
        }
      }
    }
    if (poison.size() > 1 && poison.size() * record.repeatedBytes() > MOST_REPEATED) {
      throw new RefusedException("too many dead letters with too large a key and headers");
    }
    return new Outcome(events, poison);
  }

  private List<Candidate> candidates(byte[] value, @Nullable Redriven redriven)
      throws RefusedException {
    if (redriven == null || redriven.operation() == null) {
      return Candidates.of(value, limits);
    }
    Node node = Documents.one(value, limits);
    return List.of(new Candidate(0, redriven.operation(), node, !node.object() || node.twice()));
  }

  private static Accepted accepted(
      TopicRecord record, byte[] value, @Nullable Redriven redriven, Candidate candidate)
      throws RefusedException {
    Operation operation = candidate.operation();
    if (candidate.flaw() || operation == null) {
      throw new RefusedException("not a sound object, or no operation that is known");
    }
    if (redriven != null && operation == Operation.COMPLETE) {
      operation = Operation.CREATE;
    }
    Judge judge = new Judge(value, candidate.node());
    judge.fields();
    UUID run = judge.id("id");
    if (run == null) {
      if (operation == Operation.PATCH) {
        throw new RefusedException("a patch without an id");
      }
      run =
          redriven == null
              ? Ids.derived(
                  record.topicId(), record.partition(), record.offset(), candidate.index())
              : redriven.derivedId(candidate.index());
    }
    UUID root = judge.rootOfOrder();
    UUID trace = judge.id("trace_id");
    trace = trace == null ? root : trace;
    if (trace == null) {
      if (operation == Operation.PATCH) {
        throw new RefusedException("a patch of no trace");
      }
      trace = run;
    }
    return new Accepted(candidate.index(), candidate.node(), operation, run, trace);
  }

  private static TopicEvent event(
      TopicRecord record, byte[] value, String tenant, Accepted accepted, int nth) {
    return new TopicEvent(
        record.topicId(),
        record.partition(),
        TopicEvent.position(record.offset(), nth),
        accepted.operation,
        tenant,
        accepted.run,
        accepted.trace,
        record.timestamp(),
        value,
        accepted.node.start(),
        accepted.node.end());
  }

  private String tenant(TopicRecord record) throws RefusedException {
    Header header = tenants.fromHeader() ? record.header("runmark-tenant") : null;
    if (header == null) {
      return tenants.fallback();
    }
    byte[] name = header.value() == null ? new byte[0] : header.value();
    String text = Text.utf8(name);
    if (name.length == 0
        || name.length > LONGEST_TENANT
        || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new RefusedException("a tenant of " + name.length + " bytes");
    }
    return new String(name, StandardCharsets.UTF_8);
  }

  private static byte[] slice(byte[] value, Node node) {
    return Arrays.copyOfRange(value, node.start(), node.end());
  }

  private static TopicPoison poison(
      TopicRecord record, int index, byte[] bytes, RefusedException why) {
    return new TopicPoison(
        record.topicId(),
        record.partition(),
        record.offset(),
        index,
        bytes,
        String.valueOf(why.getMessage()));
  }
}
