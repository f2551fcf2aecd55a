package dev.runmark.job.decode;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.record.types.RecordTypes;
import dev.runmark.sink.NdjsonSink;
import dev.runmark.storage.tracing.Tracing;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The stage {@code runs: decode}: raw records to run events, what cannot be decoded to the side
 * output {@link #REJECTED}.
 *
 * <p>Without state: a restored job decodes the same records to the same events again.
 */
public final class DecodeFunction extends ProcessFunction<RawRecord, RunEvent>
    implements ResultTypeQueryable<RunEvent> {
  private static final long serialVersionUID = 1L;

  /** Dead letters. */
  public static final OutputTag<RejectedRecord> REJECTED =
      new OutputTag<>("rejected", RecordTypes.REJECTED_RECORD);

  private final DecodeLimits limits;
  private final TenantPolicy tenants;
  private transient @Nullable RunDecoder decoder;
  private transient @Nullable DecodeMetrics metrics;
  private transient @Nullable Tracing tracing;
  private transient @Nullable ArrivalTraces traces;

  public DecodeFunction(DecodeLimits limits, TenantPolicy tenants) {
    this.limits = limits;
    this.tenants = tenants;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new RunDecoder(limits, tenants);
    metrics = new DecodeMetrics(getRuntimeContext().getMetricGroup());
    Tracing opened = Tracing.open(NdjsonSink.SERVICE);
    tracing = opened;
    traces = new ArrivalTraces(opened.runs());
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<RunEvent> events) {
    RunDecoder opened = decoder;
    DecodeMetrics counted = metrics;
    ArrivalTraces traced = traces;
    if (opened == null || counted == null || traced == null) {
      throw new IllegalStateException("decode of " + record.coordinates() + ": not opened");
    }
    traced.record();
    opened.decode(record, new FlinkOutput(record, counted, traced, context, events));
  }

  @Override
  public void close() {
    if (tracing != null) {
      tracing.close();
    }
  }

  @Override
  public TypeInformation<RunEvent> getProducedType() {
    return RecordTypes.RUN_EVENT;
  }

  private record FlinkOutput(
      RawRecord record,
      DecodeMetrics metrics,
      ArrivalTraces traces,
      ProcessFunction<RawRecord, RunEvent>.Context context,
      Collector<RunEvent> events)
      implements RunDecoder.Output {

    @Override
    public void event(RunEvent event, int index) {
      metrics.event(event);
      traces.event(record, event);
      events.collect(event);
    }

    @Override
    public void rejected(RejectedRecord rejected) {
      metrics.rejected(rejected);
      context.output(REJECTED, rejected);
    }

    @Override
    public void tombstone(RawRecord record) {
      metrics.tombstone();
    }
  }
}
