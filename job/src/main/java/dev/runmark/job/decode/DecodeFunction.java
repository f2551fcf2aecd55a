package dev.runmark.job.decode;

import dev.runmark.decode.DecodeLimits;
import dev.runmark.decode.RunDecoder;
import dev.runmark.decode.TenantPolicy;
import dev.runmark.decode.record.RawRecord;
import dev.runmark.decode.record.RejectedRecord;
import dev.runmark.decode.record.RunEvent;
import dev.runmark.job.record.types.RecordTypes;
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

  public DecodeFunction(DecodeLimits limits, TenantPolicy tenants) {
    this.limits = limits;
    this.tenants = tenants;
  }

  @Override
  public void open(OpenContext context) {
    decoder = new RunDecoder(limits, tenants);
    metrics = new DecodeMetrics(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<RunEvent> events) {
    RunDecoder opened = decoder;
    DecodeMetrics counted = metrics;
    if (opened == null || counted == null) {
      throw new IllegalStateException("decode of " + record.coordinates() + ": not opened");
    }
    opened.decode(record, new FlinkOutput(counted, context, events));
  }

  @Override
  public TypeInformation<RunEvent> getProducedType() {
    return RecordTypes.RUN_EVENT;
  }

  private record FlinkOutput(
      DecodeMetrics metrics,
      ProcessFunction<RawRecord, RunEvent>.Context context,
      Collector<RunEvent> events)
      implements RunDecoder.Output {

    @Override
    public void event(RunEvent event, int index) {
      metrics.event(event);
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
