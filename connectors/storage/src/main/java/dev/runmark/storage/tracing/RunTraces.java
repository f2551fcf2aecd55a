package dev.runmark.storage.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Traces of the way of single events, of a few among many. Which ones are chosen, and the ids of
 * their traces, follow from where an event stands in Kafka and of which run it is: so every stage
 * of the job knows them, in whatever process it runs and after any restart, and nothing has to
 * travel with the events.
 *
 * <p>Thread-safe, and costs one comparison an event where it is off.
 */
public final class RunTraces {

  private static final double USUAL_SHARE = 0.001;
  private static final AttributeKey<Long> POSITION = AttributeKey.longKey("runmark.position");
  private static final AttributeKey<String> TOPIC =
      AttributeKey.stringKey("messaging.destination.name");
  private static final AttributeKey<String> PARTITION =
      AttributeKey.stringKey("messaging.destination.partition.id");

  private final Tracer tracer;
  private final long below;

  /**
   * Of a share of all events.
   *
   * @param share by {@link #share}
   */
  RunTraces(Tracer tracer, double share) {
    this.tracer = tracer;
    this.below = share >= 1 ? Long.MAX_VALUE : (long) (share * Long.MAX_VALUE);
  }

  /**
   * A share as it is set.
   *
   * @param setting a number from 0 to 1; null: one in a thousand
   */
  static double share(@Nullable String setting) {
    try {
      double share = setting == null ? USUAL_SHARE : Double.parseDouble(setting);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "RUNMARK_TRACED_RUNS: " + setting + ": wanted a number from 0 to 1");
  }

  /** Whether any are. */
  public boolean on() {
    return below > 0;
  }

  /**
   * Whether the way of an event is traced.
   *
   * @param position of the event in its partition, among those of its run
   */
  public boolean traces(UUID topicId, int partition, long position, UUID run) {
    return below > 0 && (low(topicId, partition, position, run) & Long.MAX_VALUE) < below;
  }

  /**
   * Tells the first stage: from when the event was sent until it was decoded.
   *
   * @param producer where the event comes from; invalid: it does not say
   */
  public void arrived(TracedEvent event, SpanContext producer, Instant sent, Instant read) {
    SpanBuilder builder =
        tracer
            .spanBuilder("run")
            .setStartTimestamp(sent)
            .setAttribute(TOPIC, event.topic())
            .setAttribute(PARTITION, Integer.toString(event.partition()))
            .setAttribute(POSITION, event.position());
    if (producer.isValid()) {
      builder.addLink(producer);
    }
    Span root = DerivedIds.startRoot(builder, context(event));
    Context parent = Context.root().with(root);
    child(parent, "in Kafka", sent).startSpan().end(read);
    Instant now = Instant.now();
    child(parent, "decode", read).startSpan().end(now);
    root.end(now);
  }

  /** Tells another stage, below what {@link #arrived} told, perhaps in another process. */
  public void stage(TracedEvent event, String name, Instant begin, Consumer<SpanBuilder> more) {
    Context parent = Context.root().with(Span.wrap(context(event)));
    SpanBuilder builder = child(parent, name, begin);
    more.accept(builder);
    builder.startSpan().end();
  }

  private SpanBuilder child(Context parent, String name, Instant begin) {
    return tracer.spanBuilder(name).setParent(parent).setStartTimestamp(begin);
  }

  /** The root span of an event's trace. */
  public SpanContext context(TracedEvent event) {
    long high =
        mixed(
            event.topicId().getLeastSignificantBits()
                ^ mixed(event.partition() ^ event.run().getMostSignificantBits()));
    long low = low(event.topicId(), event.partition(), event.position(), event.run());
    return SpanContext.createFromRemoteParent(
        TraceId.fromLongs(high, low),
        SpanId.fromLong(mixed(high ^ low) | 1),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }

  private static long low(UUID topicId, int partition, long position, UUID run) {
    long place = position ^ mixed(topicId.getMostSignificantBits() + partition);
    return mixed(place ^ mixed(run.getLeastSignificantBits()));
  }

  /** Every bit of it depends on every bit of the number. */
  private static long mixed(long number) {
    long mixed = number + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
